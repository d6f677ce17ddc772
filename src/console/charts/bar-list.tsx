import { classNames } from '../ui/class-names.ts';

export interface Bar {
  readonly id: string;
  readonly value: number;
  /** The value as people read it. */
  readonly text: string;
}

interface Props {
  readonly label: string;
  readonly bars: readonly Bar[];
  readonly active?: string | undefined;
  readonly onChoose: (id: string) => void;
}

/** Horizontal bars, longest first, labelled directly; a bar is a filter. */
export const BarList = ({ label, bars, active, onChoose }: Props) => {
  const longest = Math.max(1e-9, ...bars.map(({ value }) => value));
  return (
    <div role="group" aria-label={label} className="flex flex-col gap-1">
      {bars
        .toSorted((a, b) => b.value - a.value)
        .map(({ id, value, text }) => (
          <button
            key={id}
            type="button"
            aria-pressed={active === id}
            onClick={() => onChoose(id)}
            className={classNames(
              'grid h-7 grid-cols-[132px_1fr] items-center gap-3 rounded-sm px-1 text-left hover:bg-hover',
              active === id && 'bg-accent-wash',
            )}
          >
            <span className="truncate">{id.replaceAll('-', ' ')}</span>
            <span className="flex items-center gap-2">
              <span
                className={classNames(
                  'h-4 min-w-[3px] rounded-sm',
                  active === undefined || active === id ? 'bg-accent' : 'bg-line-strong',
                )}
                style={{ width: `${(value / longest) * 70}%` }}
              />
              <span className="whitespace-nowrap">{text}</span>
            </span>
          </button>
        ))}
    </div>
  );
};
