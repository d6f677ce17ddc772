import { holds, type ReadPassage, type Term } from './question-terms.ts';

/** A passage with how well it fits the question; comparable within one search only. */
export interface RankedPassage extends ReadPassage {
  readonly fit: number;
}

const share = (terms: readonly Term[], has: (stem: string) => boolean): number => {
  const total = terms.reduce((sum, { weight }) => sum + weight, 0);
  return total === 0 ? 0 : terms.reduce((sum, { stem, weight }) => sum + (has(stem) ? weight : 0), 0) / total;
};

const headingWeight = 0.5;

/**
 * Orders retrieved passages by their search score, the share of the question's words they hold, and the share
 * their headings hold. Costs no model call, and moves the section that is about the question to the front.
 */
export const rerankPassages = (terms: readonly Term[], passages: readonly ReadPassage[]): readonly RankedPassage[] => {
  const best = Math.max(...passages.map(({ passage }) => passage.score), Number.EPSILON);
  return passages
    .map((read) => {
      const covered = share(terms, (stem) => holds(read, stem));
      const headed = share(terms, (stem) => read.headings.has(stem));
      return { ...read, fit: Math.max(0, read.passage.score / best) + covered + headingWeight * headed };
    })
    .toSorted((one, other) => other.fit - one.fit);
};

/** Keeps the order of the search. */
export const keepOrder = (passages: readonly ReadPassage[]): readonly RankedPassage[] => {
  const best = Math.max(...passages.map(({ passage }) => passage.score), Number.EPSILON);
  return passages.map((read) => ({ ...read, fit: Math.max(0, read.passage.score / best) }));
};
