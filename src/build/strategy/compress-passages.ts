import type { Passage } from '#build/knowledge/contract';
import { extractSpans, type ExtractRequest } from './extract-spans.ts';

/** The passages reduced to what an extractive answer would quote; each piece keeps its place in its document. */
export const compressPassages = (request: ExtractRequest): readonly Passage[] =>
  extractSpans(request).map(({ passage, start, end }) => ({
    ...passage,
    text: passage.text.slice(start, end),
    start: passage.start + start,
    end: passage.start + end,
  }));
