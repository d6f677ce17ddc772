import type { Distribution } from './gateway-meter.ts';

/** A quantile in seconds with the bounds between which it certainly lies; `high` is absent above the last bound. */
export interface Quantile {
  readonly value: number;
  readonly low: number;
  readonly high: number | undefined;
}

/** Reads a quantile from cumulative counts: exact to the bounds, linear between them. Undefined without a value. */
export const quantileOf = ({ bounds, counts, count }: Distribution, share: number): Quantile | undefined => {
  if (count === 0) return undefined;
  const rank = share * count;
  const index = counts.findIndex((below) => below >= rank);
  const low = bounds[(index === -1 ? bounds.length : index) - 1] ?? 0;
  const high = index === -1 ? undefined : bounds[index];
  if (high === undefined) return { value: low, low, high };
  const before = counts[index - 1] ?? 0;
  const within = (counts[index] ?? 0) - before;
  return { value: low + (high - low) * (within === 0 ? 1 : (rank - before) / within), low, high };
};
