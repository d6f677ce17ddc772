import { classNames } from './class-names.ts';
import { directionOf, formatQuantity, type Measured, type QuantityUnit } from './format-quantity.ts';

interface Props {
  readonly of: Measured | undefined;
  readonly unit: QuantityUnit;
  /** `line` puts interval and n behind the value, `stack` below it, `bare` into the tooltip (charts and tight rows). */
  readonly layout?: 'line' | 'stack' | 'bare';
  readonly large?: boolean;
  /** Why it is not known. */
  readonly unmeasured?: string | undefined;
}

const certaintyOf = ({ level, n, method }: Measured, interval: string | undefined): string =>
  [
    interval === undefined ? 'no interval' : `${Math.round((level ?? 0.95) * 100)} % interval ${interval}`,
    n === undefined ? '' : `${n.toLocaleString('en-GB')} observations`,
    method ?? '',
  ]
    .filter((part) => part !== '')
    .join(', ');

const Unmeasured = ({ because }: { readonly because: string | undefined }) => (
  <span className="text-muted" title={because}>
    unmeasured
    {because && <span className="sr-only">: {because}</span>}
  </span>
);

/** The one way a number is shown: value, unit, interval and n, with the digits that the interval supports. */
export const Quantity = ({ of, unit, layout = 'line', large = false, unmeasured }: Props) => {
  if (of === undefined) return <Unmeasured because={unmeasured} />;
  const { value, interval } = formatQuantity(of, unit);
  const strong = <span className={large ? 'text-lg font-semibold tracking-tight' : 'font-medium'}>{value}</span>;
  if (layout === 'bare') return <span title={certaintyOf(of, interval)}>{strong}</span>;
  return (
    <span
      className={classNames(
        'inline-flex tabular-nums',
        layout === 'stack' ? 'flex-col' : 'flex-wrap items-baseline gap-x-2',
      )}
      title={certaintyOf(of, interval)}
    >
      {strong}
      {(interval !== undefined || of.n !== undefined) && (
        <span className="text-muted flex flex-wrap gap-x-2 text-xs">
          {interval !== undefined && <span className={layout === 'stack' ? '' : 'whitespace-nowrap'}>{interval}</span>}
          {of.n !== undefined && <span className="whitespace-nowrap">n {of.n.toLocaleString('en-GB')}</span>}
        </span>
      )}
    </span>
  );
};

interface DifferenceProps {
  readonly of: Measured;
  readonly unit: QuantityUnit;
  readonly better: 'higher' | 'lower';
}

const differenceColours = { better: 'text-fresh', worse: 'text-failed', undecided: 'text-soft' } as const;
const differenceWords = { better: 'better', worse: 'worse', undecided: 'undecided' } as const;

/** A change against a baseline; coloured only when its interval excludes zero. */
export const Difference = ({ of, unit, better }: DifferenceProps) => {
  const direction = directionOf(of, better);
  const { value, interval } = formatQuantity(of, unit === 'share' ? 'points' : unit);
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2" title={certaintyOf(of, interval)}>
      <span className={classNames('font-medium', differenceColours[direction])}>
        {of.value > 0 ? '+' : ''}
        {value} {differenceWords[direction]}
      </span>
      {interval !== undefined && <span className="text-muted text-xs whitespace-nowrap">{interval}</span>}
    </span>
  );
};
