/** `count` >= 2 numbers from `first` to `last`, each the same factor from the one before. */
export const geometricGrid = (first: number, last: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => first * (last / first) ** (index / (count - 1)));

/** ln of the mean of exp(x), without overflow: the log of an even mixture of e-values. */
export const logMeanExp = (logs: readonly number[]): number => {
  const largest = logs.reduce((most, log) => Math.max(most, log), -Infinity);
  const sum = logs.reduce((total, log) => total + Math.exp(log - largest), 0);
  return largest + Math.log(sum) - Math.log(logs.length);
};
