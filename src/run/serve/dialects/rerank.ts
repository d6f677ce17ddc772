import { z } from 'zod';
import { ok, type Fault, type Result } from '#kernel';
import { errorHeaders } from './error-headers.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { openAiErrorBody } from './openai-error.ts';
import { parseBody } from './parse-body.ts';
import type { DialectFront, EncodeContext, JsonObject, Problem } from './port.ts';
import { readHead } from './read-head.ts';
import { dataEvent } from './server-sent-event.ts';

const rerankSchema = z.object({
  query: z.string().min(1),
  documents: z
    .array(z.union([z.string(), z.object({ text: z.string() })]))
    .min(1)
    .max(10_000),
  top_n: z.number().int().positive().nullish(),
  return_documents: z.boolean().nullish(),
});

export interface DecodedRerank {
  readonly query: string;
  readonly documents: readonly string[];
  /** How many results are wanted. */
  readonly top: number;
  readonly returnDocuments: boolean;
}

/** A rerank request in the shape that Cohere defined and Jina, Voyage and vLLM share. */
export const decodeRerank = (body: JsonObject): Result<DecodedRerank, Fault> => {
  const parsed = parseBody('Rerank', rerankSchema, body);
  if (!parsed.ok) return parsed;
  const { query, documents, top_n, return_documents } = parsed.value;
  return ok({
    query,
    documents: documents.map((document) => (typeof document === 'string' ? document : document.text)),
    top: Math.min(top_n ?? documents.length, documents.length),
    returnDocuments: return_documents === true,
  });
};

export interface RerankResult {
  /** One for each document, in their order; higher is better. */
  readonly scores: readonly number[];
  readonly inputTokens: number;
}

/** The best documents first. */
export const encodeRerank = (
  { id, model }: EncodeContext,
  { documents, top, returnDocuments }: DecodedRerank,
  { scores, inputTokens }: RerankResult,
): string => {
  const results = documents
    .map((text, index) => ({
      index,
      relevance_score: scores[index] ?? 0,
      ...(returnDocuments ? { document: { text } } : {}),
    }))
    .toSorted((left, right) => right.relevance_score - left.relevance_score || left.index - right.index)
    .slice(0, top);
  return JSON.stringify({
    id: `rerank-${id}`,
    model,
    results,
    usage: { prompt_tokens: inputTokens, total_tokens: inputTokens },
    meta: { billed_units: { search_units: 1 }, tokens: { input_tokens: inputTokens } },
  });
};

/** Cohere's clients read `message`, Jina's `detail`, others OpenAI's shape. */
const errorBody = (problem: Problem) => ({
  ...openAiErrorBody(problem),
  message: problem.message,
  detail: problem.message,
});

/** `POST /v1/rerank`. */
export const rerankFront: DialectFront = {
  dialect: 'rerank',
  head: readHead,
  estimate: (body) => ({ ...estimateTokens(body), maximumOutputTokens: 0 }),
  modalities: () => new Set(['text']),
  encodeError: (problem) => ({
    status: problem.status,
    headers: errorHeaders(problem),
    body: JSON.stringify(errorBody(problem)),
  }),
  streamError: (problem) => dataEvent(errorBody(problem)),
};
