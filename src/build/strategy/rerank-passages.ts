import { coverLocally, coverTerms, type Term } from './question-terms.ts';
import { holds, type ReadPassage } from './read-passages.ts';

/** A passage with how well it fits the question; comparable within one search only. */
export interface RankedPassage extends ReadPassage {
  readonly fit: number;
}

// Chosen on the development questions of the example; single steps of 0.5 change little.
const headingWeight = 0.5;
const similarityWeight = 0.5;

const bestScore = (passages: readonly ReadPassage[]): number =>
  Math.max(...passages.map(({ passage }) => passage.score), Number.EPSILON);

/**
 * Orders retrieved passages by their search score, the share of the question's words they hold anywhere, in one
 * place, and in their headings, and by similarity. It costs no model call, and moves the section that is about the
 * question to the front.
 */
export const rerankPassages = (terms: readonly Term[], passages: readonly ReadPassage[]): readonly RankedPassage[] => {
  const best = bestScore(passages);
  return passages
    .map((read) => {
      const found = Math.max(0, read.passage.score / best);
      const anywhere = coverTerms(terms, (stem) => holds(read, stem));
      const headed = coverTerms(terms, (stem) => read.headings.has(stem));
      const similar = Math.max(0, read.passage.similarity ?? 0);
      return {
        ...read,
        fit: found + anywhere + coverLocally(terms, read) + headingWeight * headed + similarityWeight * similar,
      };
    })
    .toSorted((one, other) => other.fit - one.fit);
};

/** Keeps the order of the search. */
export const keepOrder = (passages: readonly ReadPassage[]): readonly RankedPassage[] => {
  const best = bestScore(passages);
  return passages.map((read) => ({ ...read, fit: Math.max(0, read.passage.score / best) }));
};
