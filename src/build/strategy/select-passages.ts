import type { Strategy } from './contract.ts';
import type { RankedPassage } from './rerank-passages.ts';

/** The passages an answer may use: the best ones, not more than `perDocument` from one document. */
export const selectPassages = (
  passages: readonly RankedPassage[],
  { use, perDocument }: Pick<Strategy['retrieval'], 'use' | 'perDocument'>,
): readonly RankedPassage[] => {
  const counts = new Map<string, number>();
  const selected: RankedPassage[] = [];
  for (const ranked of passages) {
    const { documentId } = ranked.passage;
    const count = counts.get(documentId) ?? 0;
    if (count >= perDocument) continue;
    counts.set(documentId, count + 1);
    selected.push(ranked);
    if (selected.length === use) break;
  }
  return selected;
};
