import type { Passage } from '#build/knowledge/contract';
import type { PassageSpan } from './cite.ts';
import { splitSpans, type TextSpan } from './split-spans.ts';
import { contentStems, stemSet } from './words.ts';

/** A sentence of an answer with the span of a passage that says the same, if any does. */
export interface SupportedSentence {
  readonly text: string;
  /** Its place in the answer. */
  readonly start: number;
  readonly end: number;
  /** Whether it says something that needs support. */
  readonly factual: boolean;
  readonly support: { readonly passage: Passage; readonly span: PassageSpan } | undefined;
}

// Share of a sentence's content words and numbers that one place of a passage must hold.
const enough = 0.6;
// Made-up code repeats the names of real code, so it must agree more.
const enoughForCode = 0.85;
const minimumStems = 2;

interface Place {
  readonly passage: Passage;
  readonly span: TextSpan;
  readonly stems: ReadonlySet<string>;
}

const readPlaces = (passages: readonly Passage[]): readonly Place[] =>
  passages.flatMap((passage) =>
    splitSpans(passage.text)
      .filter(({ kind }) => kind !== 'heading')
      .map((span) => ({ passage, span, stems: stemSet(span.text) })),
  );

const marker = /\[(\d{1,2})\]/g;

const markedPassages = (sentence: string, passages: readonly Passage[]): readonly Passage[] =>
  [...sentence.matchAll(marker)].flatMap(([, number]) => passages[Number(number) - 1] ?? []);

const numbersOf = (text: string): readonly string[] => text.replaceAll(marker, ' ').match(/\d+(?:[.,]\d+)*/g) ?? [];

interface Claim {
  readonly stems: readonly string[];
  readonly numbers: readonly string[];
}

const supportShare = ({ stems, numbers }: Claim, { span, stems: held }: Place): number => {
  // A number that the place does not hold is made up, whatever else agrees.
  if (numbers.some((number) => !span.text.includes(number))) return 0;
  return stems.length === 0 ? 0 : stems.filter((stem) => held.has(stem)).length / stems.length;
};

interface Wanted {
  readonly claim: Claim;
  readonly least: number;
  readonly preferred: readonly Passage[];
}

const bestPlace = (places: readonly Place[], { claim, least, preferred }: Wanted): SupportedSentence['support'] => {
  let best: { readonly place: Place; readonly score: number } | undefined;
  for (const place of places) {
    const share = supportShare(claim, place);
    const score = share + (preferred.includes(place.passage) ? 0.1 : 0);
    if (share >= least && (best === undefined || score > best.score)) best = { place, score };
  }
  return best && { passage: best.place.passage, span: best.place.span };
};

/**
 * Finds for every sentence of an answer the place in the passages that says the same: most of its content words
 * and every number in one sentence, item, row or code block. Passage numbers that the model wrote break ties.
 */
export const findSupport = (answer: string, passages: readonly Passage[]): readonly SupportedSentence[] => {
  const places = readPlaces(passages);
  return splitSpans(answer)
    .filter(({ kind }) => kind !== 'heading')
    .map(({ text, kind, start, end }) => {
      const stems = contentStems(text.replaceAll(marker, ' '));
      const numbers = numbersOf(text);
      const factual = stems.length >= minimumStems || numbers.length > 0;
      const claim = { stems: stems.length === 0 ? [...stemSet(text)] : stems, numbers };
      return {
        text,
        start,
        end,
        factual,
        support: factual
          ? bestPlace(places, {
              claim,
              least: kind === 'code' ? enoughForCode : enough,
              preferred: markedPassages(text, passages),
            })
          : undefined,
      };
    });
};
