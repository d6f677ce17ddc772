import { ok } from '#kernel';
import type { Chunk, IndexRecord, Passage } from './contract.ts';
import type { RetrieverDep } from './port.ts';

/** A passage for tests; say only what matters. */
export const testPassage = (given: Partial<Passage> = {}): Passage => {
  const text = given.text ?? 'A passage.';
  const chunk: Chunk = {
    id: 'docs/page.md#0-10',
    documentId: 'docs/page.md',
    source: 'docs',
    title: 'Page',
    headingPath: [],
    start: 0,
    end: text.length,
    text,
  };
  return { ...chunk, rank: 1, score: 1, ...given };
};

/** Retrievers that know a list of passages and give those that share a word with the query, most shared words first. */
export const scriptedRetrievers = (passages: readonly Passage[]): RetrieverDep => {
  const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const search = (index: IndexRecord): ReturnType<RetrieverDep['retrievers']['open']> =>
    Promise.resolve(
      ok({
        index,
        search: async ({ query, k, sources }) => {
          const wanted = new Set(wordsOf(query));
          const scored = passages
            .filter(({ source }) => sources === undefined || sources.includes(source))
            .map((passage) => ({ passage, score: wordsOf(passage.text).filter((word) => wanted.has(word)).length }))
            .filter(({ score }) => score > 0)
            .toSorted((a, b) => b.score - a.score);
          return ok(scored.slice(0, k).map(({ passage, score }, place) => ({ ...passage, score, rank: place + 1 })));
        },
      }),
    );
  return { retrievers: { open: search } };
};
