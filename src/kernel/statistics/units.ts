import { requireFinite } from './interval.ts';

/**
 * Values grouped into the units that are independent of each other: each value alone, or the values that
 * share a cluster (a document, a user, the repeats of one question) together.
 */
export interface Units {
  /** Sum of the values of each unit. */
  readonly sums: Float64Array;
  /** Number of values of each unit. */
  readonly counts: Float64Array;
  /** Mean over all values. */
  readonly mean: number;
  /** Number of values. */
  readonly size: number;
}

const total = (numbers: Float64Array): number => numbers.reduce((sum, number) => sum + number, 0);

const unitsFrom = (sums: Float64Array, counts: Float64Array): Units => {
  const size = total(counts);
  return { sums, counts, mean: total(sums) / size, size };
};

/** Groups values by their cluster ids, one id per value; a missing id throws, as it hides dependence. */
const clusterUnits = (values: readonly number[], clusters: readonly string[]): Units => {
  if (clusters.length !== values.length || clusters.includes('')) {
    throw new RangeError(
      `every value needs a cluster id: got ${clusters.length} ids (empty ones not allowed) for ${values.length} values`,
    );
  }
  const unitsById = new Map<string, { sum: number; count: number }>();
  clusters.forEach((id, index) => {
    const { sum, count } = unitsById.get(id) ?? { sum: 0, count: 0 };
    unitsById.set(id, { sum: sum + (values[index] ?? 0), count: count + 1 });
  });
  const units = [...unitsById.values()];
  return unitsFrom(
    Float64Array.from(units, ({ sum }) => sum),
    Float64Array.from(units, ({ count }) => count),
  );
};

/** Groups values into independent units; without clusters every value is one. */
export const toUnits = (values: readonly number[], clusters?: readonly string[]): Units => {
  requireFinite('values', values);
  return clusters === undefined
    ? unitsFrom(Float64Array.from(values), new Float64Array(values.length).fill(1))
    : clusterUnits(values, clusters);
};

/** What each unit adds to the sum beyond its share of the mean: their spread is the sampling error. */
export const residuals = ({ sums, counts, mean }: Units): Float64Array =>
  sums.map((sum, unit) => sum - mean * (counts[unit] ?? 0));

/** True when the units leave no sampling error to see: fewer than two, or all equal. */
export const isDegenerate = (units: Units): boolean => {
  const size = Math.max(Math.abs(units.mean), Number.MIN_VALUE) * 1e-12;
  return units.sums.length < 2 || residuals(units).every((residual) => Math.abs(residual) <= size);
};
