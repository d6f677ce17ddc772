import { createRandom, shuffle } from '#kernel/statistics';

/**
 * Orders items so that every first part of the order holds the strata in their proportions: each stratum is shuffled
 * and spread evenly over the whole.
 */
export const stratify = <Item>(
  items: readonly Item[],
  stratumOf: (item: Item) => string,
  seed: string | number,
): readonly Item[] => {
  const random = createRandom(seed);
  return [...Map.groupBy(items, stratumOf)]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, members]) =>
      shuffle(random, members).map((item, index) => ({
        item,
        position: (index + 0.5) / members.length,
        tie: random(),
      })),
    )
    .toSorted((left, right) => left.position - right.position || left.tie - right.tie)
    .map(({ item }) => item);
};
