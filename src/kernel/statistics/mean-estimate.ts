import { bcaInterval, constantInterval, type BootstrapOptions } from './bootstrap.ts';
import { clamp, requireShare, unitRange, type Estimate, type Range } from './interval.ts';
import { wilson } from './proportion.ts';
import { studentInterval } from './student-mean.ts';
import { isDegenerate, toUnits, type Units } from './units.ts';

/** Settings of `meanEstimate`. */
export interface MeanOptions extends BootstrapOptions {
  /** Ends the values cannot pass; 'unbounded' for cost, latency and counts. Default: [0, 1] if all values fit. */
  readonly range?: Range | 'unbounded';
}

/** Below this many independent units a bootstrap is too narrow and Student's t is used. */
export const fewUnits = 15;

/** The range the values are taken to have; a value outside a range that was asked for throws. */
export const rangeOf = (values: readonly number[], asked: MeanOptions['range']): Range | undefined => {
  if (asked === 'unbounded') return undefined;
  const { min, max } = asked ?? unitRange;
  const outside = values.find((value) => value < min || value > max);
  if (outside === undefined) return { min, max };
  if (asked === undefined) return undefined;
  throw new RangeError(`${outside} lies outside the range [${min}, ${max}]`);
};

/** Wilson's interval for the mean of scores in a range: what n units without visible spread still allow. */
export const boundedInterval = ({ mean, sums }: Units, level: number, { min, max }: Range): Estimate | undefined => {
  const share = clamp((mean - min) / (max - min), unitRange);
  const estimate = wilson(share * sums.length, sums.length, { level });
  if (estimate === undefined) return undefined;
  // Rounding may carry the bound of a share of almost 0 or 1 out of the range by its last digit.
  const back = (part: number): number => min + clamp(part, unitRange) * (max - min);
  const [low, high] = [Math.min(mean, back(estimate.low)), Math.max(mean, back(estimate.high))];
  return { ...estimate, value: mean, low, high, method: 'bounded-wilson' };
};

/** The interval that fits how many units there are and whether they vary. */
export const unitsInterval = (
  units: Units,
  level: number,
  { range, ...options }: BootstrapOptions & { readonly range: Range | undefined },
): Estimate | undefined => {
  if (isDegenerate(units)) {
    if (range !== undefined) return boundedInterval(units, level, range);
    return units.sums.length < 2 ? undefined : constantInterval(units, level);
  }
  if (units.sums.length >= fewUnits) return bcaInterval(units, { ...options, level });
  const estimate = studentInterval(units, level);
  if (range === undefined) return estimate;
  return { ...estimate, low: clamp(estimate.low, range), high: clamp(estimate.high, range) };
};

/**
 * Mean with the interval that suits the values: 0/1 outcomes Wilson; fewer than 15 independent units
 * Student's t, cut to the range; otherwise a seeded BCa bootstrap; values that are all equal, or only
 * one, Wilson on the range. `undefined` for no values, and for a single unit without a range.
 * Repeats of one question are not independent: give the question ids as `clusters`.
 */
export const meanEstimate = (
  values: readonly number[],
  { level = 0.95, clusters, range: asked, ...options }: MeanOptions = {},
): Estimate | undefined => {
  requireShare('level', level);
  const units = toUnits(values, clusters);
  const range = rangeOf(values, asked);
  if (values.length === 0) return undefined;
  const single = units.sums.length === values.length;
  const binary = values.every((value) => value === range?.min || value === range?.max);
  return binary && single && range !== undefined && range.min === 0 && range.max === 1
    ? wilson(values.filter((value) => value === 1).length, values.length, { level })
    : unitsInterval(units, level, { range, ...options });
};
