import type { ModelCard } from '../contract.ts';

const taskTypes = { query: 'RETRIEVAL_QUERY', passage: 'RETRIEVAL_DOCUMENT' } as const;

/** What Gemini and Vertex AI are told beside a text; shorter vectors are asked for by their length. */
export const googleEmbeddingOptions = ({ dimensions }: ModelCard, kind: keyof typeof taskTypes) => ({
  taskType: taskTypes[kind],
  outputDimensionality: dimensions,
});
