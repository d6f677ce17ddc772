import type { Passage } from '#build/knowledge/contract';
import { coverTerms, type Term } from './question-terms.ts';
import type { ReadSpan } from './read-passages.ts';
import type { RankedPassage } from './rerank-passages.ts';
import type { TextSpan } from './split-spans.ts';

export interface ExtractRequest {
  readonly terms: readonly Term[];
  /** Best first. */
  readonly passages: readonly RankedPassage[];
  readonly quotes: number;
  readonly characters: number;
}

/** A quotable run of text of one passage. */
export interface ExtractedSpan {
  readonly passage: Passage;
  readonly start: number;
  readonly end: number;
}

// Share of the length that each further passage may take, relative to the best one.
const furtherShare = 0.75;
// A further passage speaks only when it fits nearly as well as the best one.
const nearlyAsGood = 0.9;
const neighbourWeight = 0.4;
const openingWeight = 0.05;

interface Scored {
  readonly span: TextSpan;
  readonly score: number;
}

const scoreSpans = (terms: readonly Term[], spans: readonly ReadSpan[]): readonly Scored[] => {
  const own = spans.map(({ stems }) => coverTerms(terms, (stem) => stems.has(stem)));
  // What answers a question often stands next to the sentence that repeats its words.
  return spans.map(({ span }, index) => {
    const neighbour = Math.max(own[index - 1] ?? 0, own[index + 1] ?? 0);
    return { span, score: (own[index] ?? 0) + neighbourWeight * neighbour + (index === 0 ? openingWeight : 0) };
  });
};

const pickWithin = (scored: readonly Scored[], characters: number): ReadonlySet<TextSpan> => {
  const picked = new Set<TextSpan>();
  let room = characters;
  for (const { span } of scored.toSorted((one, other) => other.score - one.score)) {
    const length = span.end - span.start;
    if (length > room && picked.size > 0) continue;
    picked.add(span);
    room -= length;
  }
  return picked;
};

/** Joins what stands next to each other, so that one run is one quote. */
const joinRuns = (spans: readonly TextSpan[], picked: ReadonlySet<TextSpan>): readonly (readonly TextSpan[])[] => {
  const runs: TextSpan[][] = [];
  let previous: TextSpan | undefined;
  for (const span of spans) {
    if (picked.has(span)) {
      const run = runs.at(-1);
      if (run !== undefined && previous !== undefined && picked.has(previous)) run.push(span);
      else runs.push([span]);
    }
    previous = span;
  }
  return runs;
};

interface Run extends ExtractedSpan {
  readonly score: number;
  readonly order: number;
}

const runsOf = (
  ranked: RankedPassage,
  terms: readonly Term[],
  { characters, order }: { readonly characters: number; readonly order: number },
): readonly Run[] => {
  const spans = ranked.spans.map(({ span }) => span);
  const scored = scoreSpans(terms, ranked.spans);
  const scores = new Map(scored.map(({ span, score }) => [span, score]));
  return joinRuns(spans, pickWithin(scored, characters)).map((run) => ({
    passage: ranked.passage,
    start: run[0]?.start ?? 0,
    end: run.at(-1)?.end ?? 0,
    score: ranked.fit + Math.max(...run.map((span) => scores.get(span) ?? 0)),
    order,
  }));
};

/**
 * Chooses what to quote: from the best passage, and from others that fit nearly as well, the sentences, items,
 * rows and code blocks with the most words of the question in or next to them, in reading order.
 */
export const extractSpans = ({ terms, passages, quotes, characters }: ExtractRequest): readonly ExtractedSpan[] => {
  const best = passages[0]?.fit ?? 0;
  const speaking = passages.filter(({ fit }, index) => index === 0 || fit >= best * nearlyAsGood);
  const first = characters / (1 + furtherShare * Math.max(0, Math.min(speaking.length, 2) - 1));
  const runs = speaking.flatMap((ranked, order) =>
    runsOf(ranked, terms, { characters: order === 0 ? first : first * furtherShare, order }),
  );
  return runs
    .toSorted((one, other) => other.score - one.score)
    .slice(0, quotes)
    .toSorted((one, other) => one.order - other.order || one.start - other.start)
    .map(({ passage, start, end }) => ({ passage, start, end }));
};
