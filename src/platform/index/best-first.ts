import type { IndexHit } from '#build/knowledge';

/** Best first; equal scores in the order of their ids, so that the same query gives the same list. */
export const bestFirst = (a: IndexHit, b: IndexHit): number => {
  if (a.score !== b.score) return b.score - a.score;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
};
