import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

const looks: Readonly<Record<Look, string>> = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-strong border-transparent',
  plain: 'bg-panel text-ink border-line hover:bg-hover',
  quiet: 'bg-transparent text-soft border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-panel text-failed border-failed hover:bg-failed-wash',
};

const shape =
  'inline-flex items-center justify-center gap-1.5 rounded-md border text-sm font-medium whitespace-nowrap transition-colors duration-100 disabled:opacity-55 h-8 px-3';

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly icon?: LucideIcon;
}

export const Button = ({ look = 'plain', icon: Icon, className, children, ...rest }: Props) => (
  <button type="button" {...rest} className={classNames(shape, looks[look], className)}>
    {Icon && <Icon size={15} aria-hidden />}
    {children}
  </button>
);

/** The look of a button for links. */
export const buttonLook = (look: Look = 'plain'): string => classNames(shape, looks[look]);

interface IconProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: LucideIcon;
  readonly label: string;
}

export const IconButton = ({ icon: Icon, label, className, ...rest }: IconProps) => (
  <button
    type="button"
    {...rest}
    aria-label={label}
    title={label}
    className={classNames(
      'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-100 hover:bg-hover hover:text-ink',
      className,
    )}
  >
    <Icon size={15} aria-hidden />
  </button>
);
