import { ok, sha256 } from '#kernel';
import type { ModelCard } from '../contract.ts';
import type { EmbeddingModel } from '../port.ts';
import { scriptedCard } from './scripted.ts';

const defaultDimensions = 64;

export const scriptedEmbeddingCard: ModelCard = {
  ...scriptedCard,
  id: 'scripted-embedding',
  name: 'Hashed bag of words',
  task: 'embedding',
  dimensions: defaultDimensions,
  tools: false,
};

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['(none)'];

const vectorOf = (text: string, dimensions: number): Float32Array => {
  const vector = new Float32Array(dimensions);
  for (const word of wordsOf(text)) {
    const digest = sha256(word);
    const axis = Number.parseInt(digest.slice(0, 8), 16) % dimensions;
    vector[axis] = (vector[axis] ?? 0) + (Number.parseInt(digest.slice(8, 9), 16) % 2 === 0 ? 1 : -1);
  }
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (norm === 0) vector[0] = 1;
  return norm === 0 ? vector : vector.map((value) => value / norm);
};

/** Deterministic unit vectors: texts that share words are close, and nothing is loaded. */
export const scriptedEmbedding = (card: ModelCard = scriptedEmbeddingCard): EmbeddingModel => {
  const dimensions = card.dimensions > 0 ? card.dimensions : defaultDimensions;
  return {
    card,
    digest: `hashed-words-${dimensions}`,
    dimensions,
    embed: async (texts, { signal }) => {
      signal?.throwIfAborted();
      return ok(texts.map((text) => vectorOf(text, dimensions)));
    },
  };
};
