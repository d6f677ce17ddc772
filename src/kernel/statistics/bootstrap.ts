import { requireShare, type Estimate } from './interval.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { sortedQuantile } from './quantile.ts';
import { createRandom, type Random } from './random.ts';
import type { ClusterOptions } from './student-mean.ts';
import { isDegenerate, residuals, toUnits, type Units } from './units.ts';

/** Settings of a bootstrap; the seed makes the interval a function of the data. */
export interface BootstrapOptions extends ClusterOptions {
  readonly seed?: string | number;
  /** How often the units are drawn again, at least 100. */
  readonly resamples?: number;
}

const drawMean = ({ sums, counts }: Units, random: Random): number => {
  let [sum, count] = [0, 0];
  for (let draw = 0; draw < sums.length; draw++) {
    const unit = Math.floor(random() * sums.length);
    sum += sums[unit] ?? 0;
    count += counts[unit] ?? 0;
  }
  return sum / count;
};

/** Means of samples of the units drawn with replacement, ascending; a cluster is drawn whole. */
export const resampledMeans = (
  units: Units,
  { seed = 'bootstrap', resamples = 2_000 }: BootstrapOptions,
): Float64Array => {
  if (!(resamples >= 100)) {
    throw new RangeError(`resamples must be at least 100, got ${resamples}`);
  }
  const random = createRandom(seed);
  return Float64Array.from({ length: resamples }, () => drawMean(units, random)).toSorted();
};

/** Share of the sorted draws below a point, ties counted half, kept off 0 and 1 by half a draw. */
export const shareBelow = (sorted: Float64Array, point: number): number => {
  const below = sorted.reduce((sum, draw) => sum + (draw < point ? 1 : draw === point ? 0.5 : 0), 0);
  return Math.min(sorted.length - 0.5, Math.max(0.5, below)) / sorted.length;
};

/** Skewness of the delete-one-unit means / 6: the acceleration of BCa. */
const acceleration = (units: Units): number => {
  const influences = residuals(units).map((residual, unit) => residual / (units.size - (units.counts[unit] ?? 0)));
  const centre = influences.reduce((sum, influence) => sum + influence, 0) / influences.length;
  const power = (exponent: number): number =>
    influences.reduce((sum, influence) => sum + (influence - centre) ** exponent, 0);
  return power(3) / (6 * power(2) ** 1.5);
};

/** Bias-corrected and accelerated interval (Efron, JASA 82, 1987) for at least two unequal units. */
export const bcaInterval = (units: Units, { level = 0.95, ...options }: BootstrapOptions): Estimate => {
  const means = resampledMeans(units, options);
  const bias = normalQuantile(shareBelow(means, units.mean));
  const skew = acceleration(units);
  const end = (tail: number): number => {
    const z = bias + normalQuantile(tail);
    return sortedQuantile(means, normalCdf(bias + z / (1 - skew * z)));
  };
  return {
    value: units.mean,
    low: Math.min(units.mean, end((1 - level) / 2)),
    high: Math.max(units.mean, end((1 + level) / 2)),
    level,
    n: units.sums.length,
    method: units.sums.length < units.size ? 'clustered-bca-bootstrap' : 'bca-bootstrap',
  };
};

/** The interval of units that show no spread: their common value, and the method says so. */
export const constantInterval = ({ mean, sums }: Units, level: number): Estimate => ({
  value: mean,
  low: mean,
  high: mean,
  level,
  n: sums.length,
  method: 'constant',
});

/**
 * Mean with a seeded BCa bootstrap interval; `undefined` for fewer than two independent units. Units that
 * are all equal give an interval of no width: for scores `meanEstimate` says something truer.
 */
export const bootstrapMean = (
  values: readonly number[],
  { level = 0.95, clusters, ...options }: BootstrapOptions = {},
): Estimate | undefined => {
  requireShare('level', level);
  const units = toUnits(values, clusters);
  if (units.sums.length < 2) return undefined;
  return isDegenerate(units) ? constantInterval(units, level) : bcaInterval(units, { level, ...options });
};
