import { goldPages } from './gold-match.ts';
import type { Scorer } from './scorer.ts';

/** Share of citations that point to a gold page; says nothing about an answer without citations. */
export const citationPrecision: Scorer = (given, { refused, citations }) => {
  const pages = goldPages(given);
  if (pages.size === 0 || refused || citations.length === 0) return 'not-applicable';
  return citations.filter(({ documentId }) => pages.has(documentId)).length / citations.length;
};

/** Share of gold pages that the answer cites; an answer without citations cites none. */
export const citationRecall: Scorer = (given, { refused, citations }) => {
  const pages = goldPages(given);
  if (pages.size === 0 || refused) return 'not-applicable';
  const cited = new Set(citations.map(({ documentId }) => documentId));
  return [...pages].filter((page) => cited.has(page)).length / pages.size;
};
