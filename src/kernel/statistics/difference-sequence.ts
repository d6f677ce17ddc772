import type { BoundedDifferenceState } from './bounded-difference-e-process.ts';
import { requireShare, type Estimate } from './interval.ts';

/** Settings of `differenceSequence`. */
export interface DifferenceSequenceOptions {
  readonly level?: number;
  /** The number of units at which the interval is to be narrowest, >= 1. */
  readonly tunedFor?: number;
}

/**
 * The difference canary mean - stable mean with an interval that may be watched continuously, for display
 * beside a bounded-difference test: the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy
 * & Ramdas (Ann. Stat. 52(6), 2024). Asymptotic, so `undefined` below 100 units in either arm; decisions
 * belong to the e-process, which is exact.
 */
export const differenceSequence = (
  { spread, units }: BoundedDifferenceState,
  { level = 0.95, tunedFor = 1_000 }: DifferenceSequenceOptions = {},
): Estimate | undefined => {
  requireShare('level', level);
  if (!(tunedFor >= 1)) throw new RangeError(`tunedFor must be at least 1, got ${tunedFor}`);
  const { n, mean, squares } = spread;
  if (Math.min(units.canary, units.stable) < 100 || n < 100) return undefined;
  const logAlpha = -2 * Math.log(1 - level);
  const tuning = (logAlpha + Math.log(logAlpha + 1)) / tunedFor;
  const growth = n * tuning + 1;
  const scale = (growth / (n * tuning)) * (Math.log(growth) + logAlpha);
  const half = Math.sqrt((squares / n / n) * scale);
  const method = 'asymptotic-confidence-sequence';
  return { value: mean, low: mean - half, high: mean + half, level, n, method };
};
