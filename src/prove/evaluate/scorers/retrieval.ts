import { goldRanks } from './gold-match.ts';
import type { Scorer } from './scorer.ts';

const within = (ranks: readonly (number | undefined)[], k: number): readonly number[] =>
  ranks.filter((rank) => rank !== undefined).filter((rank) => rank <= k);

const gain = (rank: number): number => 1 / Math.log2(rank + 1);

/** Share of gold sections among the first `k` passages. */
export const recallAt =
  (k: number): Scorer =>
  (given, answer) =>
    given.gold.length === 0 ? 'not-applicable' : within(goldRanks(given, answer), k).length / given.gold.length;

/**
 * Normalised discounted cumulative gain of the first `k` passages with binary relevance. A section counts where it
 * first appears, so that many passages of one section do not count many times.
 */
export const ndcgAt =
  (k: number): Scorer =>
  (given, answer) => {
    if (given.gold.length === 0) return 'not-applicable';
    // Two gold sections may share their first passage; the ideal ranks are then the same for both.
    const ranks = new Set(within(goldRanks(given, answer), k));
    const ideal = Array.from({ length: Math.min(k, given.gold.length) }, (_, index) => gain(index + 1));
    const total = (gains: readonly number[]): number => gains.reduce((sum, value) => sum + value, 0);
    return total([...ranks].map(gain)) / total(ideal);
  };
