import { ok } from '#kernel';
import type { ModelCard } from '../contract.ts';
import type { RerankModel } from '../port.ts';
import { scriptedCard } from './scripted.ts';

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));

/** A reranker without a model: the share of the query's words that a document holds. */
export const scriptedRerank = (
  card: ModelCard = { ...scriptedCard, id: 'scripted-rerank', task: 'rerank' },
): RerankModel => ({
  card,
  digest: 'word-overlap',
  rank: async (query, documents, { signal } = {}) => {
    signal?.throwIfAborted();
    const asked = [...wordsOf(query)];
    return ok(
      documents.map((document) => {
        const held = wordsOf(document);
        return asked.length === 0 ? 0 : asked.filter((word) => held.has(word)).length / asked.length;
      }),
    );
  },
});
