/** What a choice weighs: quality is better when higher, the others when lower. */
export interface Merits {
  readonly quality: number;
  readonly latencyMs: number;
  readonly usdPerAnswer: number;
}

const dominates = (left: Merits, right: Merits): boolean => {
  const noWorse =
    left.quality >= right.quality && left.latencyMs <= right.latencyMs && left.usdPerAnswer <= right.usdPerAnswer;
  const better =
    left.quality > right.quality || left.latencyMs < right.latencyMs || left.usdPerAnswer < right.usdPerAnswer;
  return noWorse && better;
};

/** Those that no other beats or equals in everything, by point estimates; the intervals are shown beside them. */
export const paretoFrontier = <Item extends Merits>(items: readonly Item[]): ReadonlySet<Item> =>
  new Set(items.filter((item) => !items.some((other) => dominates(other, item))));
