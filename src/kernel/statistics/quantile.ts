import { binomialCdf } from './beta.ts';
import { requireFinite, requireShare, type Estimate } from './interval.ts';
import type { LevelOption } from './proportion.ts';

/** The q quantile, q in [0, 1], of numbers in ascending order, between neighbours (type 7 of Hyndman & Fan). */
export const sortedQuantile = (sorted: ArrayLike<number>, q: number): number => {
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position - Math.floor(position));
};

/** The largest k in [0, n] with P(X < k) <= tail for X ~ Binomial(n, q): the k-th smallest value is the end. */
const lowerRank = (n: number, q: number, tail: number): number => {
  let [low, high] = [0, n];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (binomialCdf(middle - 1, n, q) <= tail) low = middle;
    else high = middle - 1;
  }
  return low;
};

/**
 * Quantile of latencies, costs, lengths, q in (0, 1), with the distribution-free interval between order
 * statistics (David & Nagaraja, Order Statistics, 7.1). When n is too small to reach the level (a p95 needs
 * some 70 values for 95 %), the ends are the extremes and `level` says what they do reach. `undefined` for n < 2.
 */
export const quantileEstimate = (
  values: readonly number[],
  q: number,
  { level = 0.95 }: LevelOption = {},
): Estimate | undefined => {
  requireShare('q', q);
  requireShare('level', level);
  requireFinite('values', values);
  const n = values.length;
  if (n < 2) return undefined;
  const sorted = Float64Array.from(values).toSorted();
  const tail = (1 - level) / 2;
  const lowRank = Math.max(1, lowerRank(n, q, tail));
  const highRank = Math.min(n, n + 1 - lowerRank(n, 1 - q, tail));
  const reached = binomialCdf(highRank - 1, n, q) - binomialCdf(lowRank - 1, n, q);
  const value = sortedQuantile(sorted, q);
  return {
    value,
    low: Math.min(value, sorted[lowRank - 1] ?? value),
    high: Math.max(value, sorted[highRank - 1] ?? value),
    level: Math.min(level, reached),
    n,
    method: 'order-statistics',
  };
};
