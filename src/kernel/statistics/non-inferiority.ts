import type { Estimate } from './interval.ts';

/** What an interval for candidate - baseline lets one say. */
export type ComparisonVerdict = 'better' | 'not-worse' | 'worse' | 'undecided';

/** Settings of `nonInferiority`. */
export interface NonInferiorityOptions {
  /** The loss one accepts, >= 0, in the unit of the difference: 0.02 is two points of a share. */
  readonly margin: number;
  /** Which way is better: 'higher' for scores, 'lower' for latency, cost, error rates. */
  readonly direction?: 'higher' | 'lower';
}

/**
 * Decides on a candidate by the interval of its difference, never by "not significantly worse".
 * `better`: the whole interval lies on the good side of zero. `not-worse`: all of it is better than
 * -margin. `worse`: all of it is on the bad side of zero and a loss over the margin is possible.
 * Everything else is `undecided`: more cases are needed. A 95 % interval tests each side at 2.5 %.
 */
export const nonInferiority = (
  { low, high }: Pick<Estimate, 'low' | 'high'>,
  { margin, direction = 'higher' }: NonInferiorityOptions,
): ComparisonVerdict => {
  if (!(margin >= 0)) throw new RangeError(`margin must be 0 or more, got ${margin}`);
  const [worst, best] = direction === 'higher' ? [low, high] : [-high, -low];
  if (worst > 0) return 'better';
  if (worst > -margin) return 'not-worse';
  return best < 0 ? 'worse' : 'undecided';
};
