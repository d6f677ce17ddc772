import type { Passage } from '#build/knowledge/contract';
import type { Citation } from './contract.ts';

/** A span of a passage's text: [start, end). */
export interface PassageSpan {
  readonly start: number;
  readonly end: number;
}

/** The citation of a span; the quote is the source's text, character by character. */
export const citeSpan = (passage: Passage, { start, end }: PassageSpan): Citation => ({
  source: passage.documentId,
  heading: passage.headingPath.at(-1) ?? passage.title,
  quote: passage.text.slice(start, end),
  documentId: passage.documentId,
  chunkId: passage.id,
  start: passage.start + start,
  end: passage.start + end,
});
