import { requireShare, type Range } from './interval.ts';
import { normalCdf, normalQuantile, twoSidedZ } from './normal.ts';
import type { PowerPlan } from './power-plan.ts';

/** The two error rates an experiment is planned for. */
export interface PowerOptions {
  /** Confidence of the two-sided test, in (0, 1). */
  readonly level?: number;
  /** Chance to see the difference if it is there, in (0, 1). */
  readonly power?: number;
}

const requireWithin = (difference: number, { min, max }: Range): void => {
  if (!(difference !== 0 && difference >= min && difference <= max)) {
    throw new RangeError(`difference must lie in [${min}, ${max}] and not be 0, got ${difference}`);
  }
};

/** How many cases show a difference of this size, by the normal approximation; a whole number >= 1. */
export const casesNeeded = (
  plan: PowerPlan,
  difference: number,
  { level = 0.95, power = 0.8 }: PowerOptions = {},
): number => {
  requireShare('power', power);
  requireWithin(difference, plan.range);
  const reach =
    twoSidedZ(level) * Math.sqrt(plan.nullVariance) + normalQuantile(power) * Math.sqrt(plan.varianceAt(difference));
  return Math.max(1, Math.ceil((Math.max(0, reach) / difference) ** 2));
};

/** The chance, 0 to 1, that n cases show a difference of this size at the level. */
export const powerOf = (
  plan: PowerPlan,
  difference: number,
  { n, level = 0.95 }: { readonly n: number; readonly level?: number },
): number => {
  requireWithin(difference, plan.range);
  const threshold = twoSidedZ(level) * Math.sqrt(plan.nullVariance);
  const surplus = Math.abs(difference) * Math.sqrt(n) - threshold;
  const spread = Math.sqrt(plan.varianceAt(difference));
  return spread === 0 ? Number(surplus > 0) : normalCdf(surplus / spread);
};

/**
 * The smallest difference that n cases show with the power asked for: what a suite of this size can see.
 * Negative for a loss; `undefined` when it cannot see even the largest possible one.
 */
export const detectableDifference = (
  plan: PowerPlan,
  n: number,
  { level = 0.95, power = 0.8, direction = 'gain' }: PowerOptions & { readonly direction?: 'gain' | 'loss' } = {},
): number | undefined => {
  requireShare('power', power);
  const isSeen = (difference: number): boolean => powerOf(plan, difference, { n, level }) >= power;
  let seen = direction === 'gain' ? plan.range.max : plan.range.min;
  if (seen === 0 || !isSeen(seen)) return undefined;
  let unseen = 0;
  for (let step = 0; step < 60; step++) {
    const middle = (seen + unseen) / 2;
    if (isSeen(middle)) seen = middle;
    else unseen = middle;
  }
  return seen;
};
