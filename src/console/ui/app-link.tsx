import type { AnchorHTMLAttributes, MouseEvent, Ref } from 'react';
import { useGo, useHref, withParams } from './location.ts';

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string; readonly ref?: Ref<HTMLAnchorElement> };

const opensElsewhere = (event: MouseEvent): boolean =>
  event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0;

/** A link inside the console. */
export const AppLink = ({ href, onClick, children, ...rest }: Props) => {
  const go = useGo();
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || opensElsewhere(event)) return;
    event.preventDefault();
    go(href);
  };
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  );
};

type PanelProps = Omit<Props, 'href'> & { readonly open: Readonly<Record<string, string | undefined>> };

const closed = { record: undefined, doc: undefined, start: undefined, end: undefined };

/** A link that opens something in the panel beside the page. */
export const PanelLink = ({ open, ...rest }: PanelProps) => (
  <AppLink {...rest} href={withParams(useHref(), { ...closed, ...open })} />
);

const textLink = 'text-accent underline decoration-line-strong underline-offset-2 hover:decoration-current';

export const TextLink = ({ className = '', ...rest }: Props) => (
  <AppLink {...rest} className={`${textLink} ${className}`} />
);
export const TextPanelLink = ({ className = '', ...rest }: PanelProps) => (
  <PanelLink {...rest} className={`${textLink} ${className}`} />
);
