import { z } from 'zod';
import { ok, type Fault, type Result } from '#kernel';
import { estimateTokens } from './estimate-tokens.ts';
import { encodeOpenAiError, openAiErrorBody } from './openai-error.ts';
import { parseBody } from './parse-body.ts';
import type { DialectFront, EncodeContext, JsonObject } from './port.ts';
import { readHead } from './read-head.ts';
import { dataEvent } from './server-sent-event.ts';

const embeddingsSchema = z.object({
  input: z.union([z.string().min(1), z.array(z.string()).min(1).max(2_048)], 'expected a text or a list of texts'),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.number().int().positive().nullish(),
});

export interface DecodedEmbeddings {
  readonly texts: readonly string[];
  readonly dimensions: number | undefined;
}

/** An embeddings request, for models whose own API is another. */
export const decodeEmbeddings = (body: JsonObject): Result<DecodedEmbeddings, Fault> => {
  const parsed = parseBody('Embeddings', embeddingsSchema, body);
  if (!parsed.ok) return parsed;
  const { input, dimensions } = parsed.value;
  return ok({ texts: typeof input === 'string' ? [input] : input, dimensions: dimensions ?? undefined });
};

const base64 = (vector: readonly number[] | Float32Array): string => {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => void bytes.writeFloatLE(value, index * 4));
  return bytes.toString('base64');
};

export interface EmbeddingsResult {
  /** One for each text, in order. */
  readonly vectors: readonly (readonly number[] | Float32Array)[];
  readonly inputTokens: number;
}

/** Vectors as OpenAI sends them: numbers, or little-endian floats in base64 where the client asked for them. */
export const encodeEmbeddings = (
  { model, body }: EncodeContext,
  { vectors, inputTokens }: EmbeddingsResult,
): string => {
  const encode = body['encoding_format'] === 'base64' ? base64 : (vector: Iterable<number>) => [...vector];
  return JSON.stringify({
    object: 'list',
    data: vectors.map((vector, index) => ({ object: 'embedding', index, embedding: encode(vector) })),
    model,
    usage: { prompt_tokens: inputTokens, total_tokens: inputTokens },
  });
};

/** `POST /v1/embeddings`. */
export const embeddingsFront: DialectFront = {
  dialect: 'openai-embeddings',
  head: readHead,
  estimate: (body) => ({ ...estimateTokens(body), maximumOutputTokens: 0 }),
  modalities: () => new Set(['text']),
  encodeError: encodeOpenAiError,
  streamError: (problem) => dataEvent(openAiErrorBody(problem)),
};
