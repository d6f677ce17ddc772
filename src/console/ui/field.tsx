import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import { classNames } from './class-names.ts';

const look = 'rounded-md border border-line-strong bg-panel px-2.5 text-sm text-ink placeholder:text-muted';

interface LabelledProps {
  readonly label: string;
  readonly hint?: string;
}

const Labelled = ({
  label,
  hint,
  id,
  children,
}: LabelledProps & { readonly id: string; readonly children: ReactNode }) => (
  <div className="flex flex-col gap-1">
    <label htmlFor={id} className="font-medium">
      {label}
    </label>
    {children}
    {hint && (
      <p id={`${id}-hint`} className="text-muted text-xs">
        {hint}
      </p>
    )}
  </div>
);

export const TextField = ({
  label,
  hint,
  className,
  ...rest
}: LabelledProps & InputHTMLAttributes<HTMLInputElement>) => {
  const id = useId();
  return (
    <Labelled id={id} label={label} {...(hint === undefined ? {} : { hint })}>
      <input
        {...rest}
        id={id}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className={classNames(look, 'h-8', className)}
      />
    </Labelled>
  );
};

export const TextArea = ({
  label,
  hint,
  className,
  ...rest
}: LabelledProps & TextareaHTMLAttributes<HTMLTextAreaElement>) => {
  const id = useId();
  return (
    <Labelled id={id} label={label} {...(hint === undefined ? {} : { hint })}>
      <textarea
        {...rest}
        id={id}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className={classNames(look, 'min-h-20 py-1.5', className)}
      />
    </Labelled>
  );
};

/** A filter in a toolbar; its name is for screen readers only. */
export const FilterInput = ({ label, className, ...rest }: LabelledProps & InputHTMLAttributes<HTMLInputElement>) => (
  <input
    {...rest}
    aria-label={label}
    placeholder={rest.placeholder ?? label}
    className={classNames(look, 'h-8 min-w-0', className)}
  />
);

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export const FilterSelect = ({ label, options, className, ...rest }: SelectProps) => (
  <select {...rest} aria-label={label} className={classNames(look, 'h-8 max-w-full min-w-0', className)}>
    {options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.label}
      </option>
    ))}
  </select>
);
