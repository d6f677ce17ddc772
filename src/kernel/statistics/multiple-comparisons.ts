/** Positions of the p values, smallest p first. */
const ascending = (ps: readonly number[]): readonly number[] => {
  const wrong = ps.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new RangeError(`a p value must lie in [0, 1], got ${wrong}`);
  return ps.map((_, index) => index).toSorted((a, b) => (ps[a] ?? 1) - (ps[b] ?? 1));
};

/**
 * Holm's adjusted p values, in the order given (Scand. J. Stat. 6, 1979). Rejecting those <= alpha keeps the
 * chance of any false alarm <= alpha under every dependence: for gates over several metrics.
 */
export const holm = (ps: readonly number[]): readonly number[] => {
  const adjusted = ps.map(() => 1);
  let largest = 0;
  ascending(ps).forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (ps.length - rank) * (ps[index] ?? 1)));
    adjusted[index] = largest;
  });
  return adjusted;
};

/**
 * Benjamini and Hochberg's adjusted p values, in the order given (JRSS-B 57, 1995). Rejecting those <= q keeps
 * the expected share of false findings <= q for independent or positively dependent tests: for exploring.
 */
export const benjaminiHochberg = (ps: readonly number[]): readonly number[] => {
  const adjusted = ps.map(() => 1);
  const order = ascending(ps);
  let smallest = 1;
  order.toReversed().forEach((index, fromTop) => {
    smallest = Math.min(smallest, ((ps[index] ?? 1) * ps.length) / (ps.length - fromTop));
    adjusted[index] = smallest;
  });
  return adjusted;
};
