/** Value at a share of the sorted values, 0 to 1. */
export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((first, second) => first - second)[Math.round(share * (values.length - 1))] ?? NaN;

/** A row of a table: name, median, range. */
export const rangeLine = (name: string, values: readonly number[], unit: string): string => {
  const [median, least, most] = [0.5, 0, 1].map((share) => quantile(values, share).toFixed(2));
  return `${name.padEnd(44)} median ${median} ${unit}   ${least} to ${most} ${unit}   n = ${values.length}`;
};
