import type { Passage } from '#build/knowledge/contract';
import { splitSpans, type TextSpan } from './split-spans.ts';
import { stemSet } from './words.ts';

/** A quotable span with the stems of its words. */
export interface ReadSpan {
  readonly span: TextSpan;
  readonly stems: ReadonlySet<string>;
}

/** A passage with the stems of its text, of its spans and of what stands above it. */
export interface ReadPassage {
  readonly passage: Passage;
  readonly text: ReadonlySet<string>;
  /** Without the headings inside of the text. */
  readonly spans: readonly ReadSpan[];
  readonly headings: ReadonlySet<string>;
}

const readPassage = (passage: Passage): ReadPassage => {
  const spans = splitSpans(passage.text).map((span) => ({ span, stems: stemSet(span.text) }));
  const above = [passage.title, ...passage.headingPath, passage.documentId.replaceAll(/[-/.]/g, ' ')].join(' ');
  return {
    passage,
    text: new Set(spans.flatMap(({ stems }) => [...stems])),
    spans: spans.filter(({ span }) => span.kind !== 'heading'),
    headings: stemSet(above),
  };
};

/** Reads the words of retrieved passages once. */
export const readPassages = (passages: readonly Passage[]): readonly ReadPassage[] => passages.map(readPassage);

/** Whether a passage holds a stem in its text or headings. */
export const holds = ({ text, headings }: ReadPassage, stem: string): boolean => text.has(stem) || headings.has(stem);
