import { holds, type ReadPassage, type Term } from './question-terms.ts';

export interface EvidenceQuestion {
  readonly terms: readonly Term[];
  /** The passages that the answer may use, best first. */
  readonly used: readonly ReadPassage[];
  /** Every retrieved passage. */
  readonly retrieved: readonly ReadPassage[];
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

const coverage = (terms: readonly Term[], has: (stem: string) => boolean): number => {
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  const found = terms.reduce((sum, { stem, weight }) => sum + (has(stem) ? weight : 0), 0);
  return total === 0 ? 0 : found / total;
};

/**
 * How well the sources cover a question, 0 to 1.
 */
export const scoreEvidence = ({ terms, used, retrieved }: EvidenceQuestion): number => {
  if (used.length === 0) return 0;
  const together = coverage(terms, (stem) => used.some((passage) => holds(passage, stem)));
  const best = Math.max(...used.map((passage) => coverage(terms, (stem) => holds(passage, stem))));
  const anywhere = coverage(terms, (stem) => retrieved.some((passage) => holds(passage, stem)));
  const similarity = Math.max(...retrieved.map(({ passage }) => passage.similarity ?? 0));
  const lexical = 0.4 * best + 0.3 * together + 0.3 * anywhere;
  return clamp(similarity === 0 ? lexical : 0.6 * lexical + 0.4 * clamp((similarity - 0.2) / 0.5));
};
