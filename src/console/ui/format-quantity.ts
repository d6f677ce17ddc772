export type QuantityUnit = 'share' | 'ms' | 'usd' | 'count' | 'points' | (string & {});

/** A value with what is known about it; the unit is said separately. */
export interface Measured {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly n?: number | undefined;
  readonly level?: number | undefined;
  readonly method?: string | undefined;
}

interface Scale {
  readonly factor: number;
  readonly before: string;
  readonly after: string;
}

const thin = '\u202f';
const plain: Scale = { factor: 1, before: '', after: '' };

const timeScale = (milliseconds: number): Scale => {
  if (milliseconds > 0 && milliseconds < 0.1) return { factor: 1000, before: '', after: `${thin}µs` };
  if (milliseconds < 1000) return { factor: 1, before: '', after: `${thin}ms` };
  if (milliseconds < 120_000) return { factor: 1e-3, before: '', after: `${thin}s` };
  return { factor: 1 / 60_000, before: '', after: `${thin}min` };
};

const scaleOf = (unit: QuantityUnit, size: number): Scale => {
  switch (unit) {
    case 'share':
      return { factor: 100, before: '', after: `${thin}%` };
    case 'points':
      return { factor: 100, before: '', after: `${thin}points` };
    case 'ms':
      return timeScale(size);
    case 'usd':
      return { factor: 1, before: '$', after: '' };
    case 'count':
      return plain;
    default:
      return { ...plain, after: unit === '' ? '' : `${thin}${unit}` };
  }
};

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Decimals that the interval supports: its half-width decides the last digit. Without one, three significant digits. */
const decimalsOf = ({ value, low, high }: Measured, { factor, before }: Scale): number => {
  const half = low === undefined || high === undefined ? 0 : ((high - low) / 2) * factor;
  if (half > 0) return clamp(-Math.floor(Math.log10(half)), 0, 7);
  const size = Number((Math.abs(value) * factor).toPrecision(12));
  if (Number.isInteger(size)) return 0;
  return clamp(2 - Math.floor(Math.log10(size)), 0, before === '' || size < 1 ? 6 : 2);
};

const digits = (value: number, decimals: number, least = decimals): string =>
  value.toLocaleString('en-GB', { minimumFractionDigits: least, maximumFractionDigits: decimals }).replace('-', '−');

export interface FormattedQuantity {
  /** Number and unit, for instance `4.3 s`. */
  readonly value: string;
  /** The interval without repeating the unit's sign on both ends; undefined when there is none. */
  readonly interval: string | undefined;
}

/** Renders a number with its unit, and with no more digits than its interval supports. */
export const formatQuantity = (measured: Measured, unit: QuantityUnit): FormattedQuantity => {
  const scale = scaleOf(unit, Math.max(Math.abs(measured.value), Math.abs(measured.high ?? 0)));
  const decimals = decimalsOf(measured, scale);
  const { low, high } = measured;
  const money = scale.before === '$' && low === undefined && Math.abs(measured.value) < 1;
  const show = (value: number): string =>
    `${scale.before}${digits(value * scale.factor, decimals, money ? 0 : decimals)}`;
  const interval =
    low === undefined || high === undefined || low === high ? undefined : `${show(low)} to ${show(high)}${scale.after}`;
  return { value: `${show(measured.value)}${scale.after}`, interval };
};

/** `better` or `worse` only when the interval of a difference excludes zero. */
export const directionOf = ({ low, high }: Measured, better: 'higher' | 'lower'): 'better' | 'worse' | 'undecided' => {
  if (low === undefined || high === undefined || (low <= 0 && high >= 0)) return 'undecided';
  return low > 0 === (better === 'higher') ? 'better' : 'worse';
};
