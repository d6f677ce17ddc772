import { studentCdf, twoSidedT } from './beta.ts';
import { requireShare, type Estimate } from './interval.ts';
import type { LevelOption } from './proportion.ts';
import { residuals, toUnits, type Units } from './units.ts';

/**
 * Standard error of a mean over G units: sqrt(sum of squared unit residuals * G/(G-1)) / values. One value a
 * unit: s/sqrt(n). Clustered: the cluster-robust error of Miller (2411.00640) with inspect_ai's G/(G-1).
 */
export const standardError = (units: Units): number => {
  const count = units.sums.length;
  const squares = residuals(units).reduce((sum, residual) => sum + residual * residual, 0);
  return Math.sqrt((squares * count) / (count - 1)) / units.size;
};

/** The Student t interval of a mean over at least two units. */
export const studentInterval = (units: Units, level: number): Estimate => {
  const n = units.sums.length;
  const half = twoSidedT(level, n - 1) * standardError(units);
  const method = n < units.size ? 'clustered-student-t' : 'student-t';
  return { value: units.mean, low: units.mean - half, high: units.mean + half, level, n, method };
};

/** Two-sided p of the t test that the mean over at least two unequal units is zero. */
export const studentP = (units: Units): number =>
  2 * studentCdf(-Math.abs(units.mean) / standardError(units), units.sums.length - 1);

/** Settings of a mean whose values may come in clusters. */
export interface ClusterOptions extends LevelOption {
  /** One id per value; values that share one are not independent. */
  readonly clusters?: readonly string[];
}

/**
 * Mean with a Student t interval, cluster-robust when clusters are given (df = clusters - 1).
 * `undefined` for fewer than two independent units.
 */
export const studentMean = (
  values: readonly number[],
  { level = 0.95, clusters }: ClusterOptions = {},
): Estimate | undefined => {
  requireShare('level', level);
  const units = toUnits(values, clusters);
  return units.sums.length < 2 ? undefined : studentInterval(units, level);
};
