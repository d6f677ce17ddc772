import { coverLocally } from './question-terms.ts';
import type { ReadPassage } from './read-passages.ts';

export interface EvidenceQuestion {
  /** Stems of the question's words that carry meaning. */
  readonly stems: readonly string[];
  readonly retrieved: readonly ReadPassage[];
  /** Names in the question that the sources never mention. */
  readonly missingNames: number;
}

// What a search without vectors is taken to have: the typical similarity of a question that has an answer.
const unknownSimilarity = 0.6;
const missingNamePenalty = 0.15;
const mostMissing = 2;

/**
 * How well the sources cover a question, 0 to 1: the mean of the share of its words that one place of a passage
 * holds with its headings, and of the best cosine similarity; less 0.15 for each name (two at the most) that the
 * sources never mention. Every word counts the same: on the development questions that separated what has an
 * answer from what has none better than weights by rarity did.
 */
export const scoreEvidence = ({ stems, retrieved, missingNames }: EvidenceQuestion): number => {
  if (retrieved.length === 0 || stems.length === 0) return 0;
  const terms = stems.map((stem) => ({ stem, weight: 1 }));
  const cover = Math.max(0, ...retrieved.map((read) => coverLocally(terms, read)));
  const similarities = retrieved.flatMap(({ passage }) => passage.similarity ?? []);
  const similarity = similarities.length === 0 ? unknownSimilarity : Math.max(0, ...similarities);
  const score = (cover + similarity) / 2 - missingNamePenalty * Math.min(mostMissing, missingNames);
  return Math.min(1, Math.max(0, score));
};
