import { coverLocally } from './question-terms.ts';
import type { ReadPassage } from './read-passages.ts';

export interface EvidenceQuestion {
  /** Stems of the question's words that carry meaning. */
  readonly stems: readonly string[];
  /** The passages the answer may use, best first. */
  readonly used: readonly ReadPassage[];
  /** Names in the question that the sources never mention. */
  readonly missingNames: number;
}

// What a search without vectors is taken to have: the typical similarity of a question that has an answer.
const unknownSimilarity = 0.6;
const missingNamePenalty = 0.2;
const mostMissing = 2;

/**
 * How well the sources cover a question, 0 to 1: the mean of the share of its words that one place of the best
 * passage holds with its headings, and of the best cosine similarity; less 0.2 for each name (two at the most) that
 * the sources never mention. Every word counts the same. On the example's development questions, which it was chosen
 * on and so flatter it, the area under the ROC curve is at least 0.90 (50 with an answer, 14 without).
 */
export const scoreEvidence = ({ stems, used, missingNames }: EvidenceQuestion): number => {
  const [best] = used;
  if (best === undefined || stems.length === 0) return 0;
  const cover = coverLocally(
    stems.map((stem) => ({ stem, weight: 1 })),
    best,
  );
  const similarities = used.flatMap(({ passage }) => passage.similarity ?? []);
  const similarity = similarities.length === 0 ? unknownSimilarity : Math.max(0, ...similarities);
  const score = (cover + similarity) / 2 - missingNamePenalty * Math.min(mostMissing, missingNames);
  return Math.min(1, Math.max(0, score));
};
