import { clamp, requireFinite, requireShare, unitRange, type Estimate } from './interval.ts';

/** All a confidence sequence for a mean remembers: plain data, to be stored as it is. */
export interface MeanSequenceState {
  readonly level: number;
  readonly n: number;
  /** Sum of the values, and of their squared distances from the running mean. */
  readonly sum: number;
  readonly squares: number;
  /** Sums of the weights, of weight * value, and of the empirical-Bernstein penalties. */
  readonly weights: number;
  readonly weighted: number;
  readonly penalties: number;
}

/** Starts a confidence sequence for the mean of values in [0, 1]. */
export const createMeanSequence = ({ level = 0.95 }: { readonly level?: number } = {}): MeanSequenceState => {
  requireShare('level', level);
  return { level, n: 0, sum: 0, squares: 0, weights: 0, weighted: 0, penalties: 0 };
};

/** The sequence after one more value; a value outside [0, 1] throws, as the interval would be wrong. */
export const observeMeanSequence = (state: MeanSequenceState, value: number): MeanSequenceState => {
  requireFinite('value', [value]);
  if (value !== clamp(value, unitRange)) {
    throw new RangeError(`a value must lie in [0, 1], got ${value}`);
  }
  const n = state.n + 1;
  const before = (0.5 + state.sum) / n;
  const variance = (0.25 + state.squares) / n;
  const logOdds = 2 * Math.log(2 / (1 - state.level));
  const weight = Math.min(0.5, Math.sqrt(logOdds / (variance * n * Math.log1p(n))));
  const sum = state.sum + value;
  const after = (0.5 + sum) / (n + 1);
  return {
    level: state.level,
    n,
    sum,
    squares: state.squares + (value - after) ** 2,
    weights: state.weights + weight,
    weighted: state.weighted + weight * value,
    penalties: state.penalties + (value - before) ** 2 * (-Math.log1p(-weight) - weight),
  };
};

/**
 * The interval now: it holds at all times at once with the level, so one may look after every value and stop
 * when one likes. Predictable plug-in empirical Bernstein (Waudby-Smith & Ramdas, JRSS-B 86, 2024, theorem 2).
 * `undefined` before the first value.
 */
export const meanSequenceEstimate = (state: MeanSequenceState): Estimate | undefined => {
  const { level, n, weights, weighted, penalties } = state;
  if (n === 0) return undefined;
  const value = clamp(weighted / weights, unitRange);
  const half = (Math.log(2 / (1 - level)) + penalties) / weights;
  const low = clamp(value - half, unitRange);
  const high = clamp(value + half, unitRange);
  return { value, low, high, level, n, method: 'empirical-bernstein-sequence' };
};
