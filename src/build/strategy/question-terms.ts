import type { Passage } from '#build/knowledge/contract';
import { contentStems, stemSet } from './words.ts';

/** A word of the question that carries meaning, with how much finding it in a passage says. */
export interface Term {
  readonly stem: string;
  /** 0 to 1; rare among the retrieved passages is high. */
  readonly weight: number;
}

/** A passage with the stems of its text and of what stands above it. */
export interface ReadPassage {
  readonly passage: Passage;
  readonly text: ReadonlySet<string>;
  readonly headings: ReadonlySet<string>;
}

/** Reads the words of retrieved passages once. */
export const readPassages = (passages: readonly Passage[]): readonly ReadPassage[] =>
  passages.map((passage) => ({
    passage,
    text: stemSet(passage.text),
    headings: stemSet([passage.title, ...passage.headingPath, passage.documentId.replaceAll(/[-/.]/g, ' ')].join(' ')),
  }));

/** Whether a passage holds a stem in its text or headings. */
export const holds = ({ text, headings }: ReadPassage, stem: string): boolean => text.has(stem) || headings.has(stem);

/**
 * The terms of a question. Their weight falls with the share of retrieved passages that hold them: a word in
 * every passage tells them apart no more, a word in none is the best sign that the sources do not cover it.
 */
export const questionTerms = (question: string, passages: readonly ReadPassage[]): readonly Term[] =>
  contentStems(question).slice(0, 64).map((stem) => {
    const share = passages.filter((passage) => holds(passage, stem)).length / Math.max(1, passages.length);
    return { stem, weight: 1 - 0.8 * share };
  });
