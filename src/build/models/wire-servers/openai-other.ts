import { z } from 'zod';
import type { Json } from '#kernel';
import { invalidBody } from './openai-errors.ts';
import { eventStream, openAiUsage } from './openai-chat-reply.ts';
import { usualUsage, type SeenCall, type WireAnswer } from './wire-server.ts';

const completionSchema = z.looseObject({
  model: z.string().min(1),
  prompt: z.union([z.string(), z.array(z.string())]),
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).nullish(),
});

type Completion = z.infer<typeof completionSchema>;

const completionChunks = ({ model, stream_options: options }: Completion, answer: WireAnswer): readonly Json[] => {
  const chunk = (text: string, finish: string | null): Json => ({
    ...completionOf(model),
    choices: [choiceOf(text, finish)],
  });
  const pieces = (answer.text ?? []).map((text) => chunk(text, null));
  if ((answer.ends ?? 'whole') !== 'whole') return pieces;
  const usage = { ...completionOf(model), choices: [], usage: openAiUsage(answer.usage ?? usualUsage) };
  return [...pieces, chunk('', answer.finish ?? 'stop'), ...(options?.include_usage === true ? [usage] : [])];
};

const completionOf = (model: string) => ({
  id: 'cmpl-GERzeJQ4lvqPk8SkZu4XMIuR',
  object: 'text_completion',
  created: 1_764_000_000,
  model,
});

const choiceOf = (text: string, finish: string | null): Json => ({
  text,
  index: 0,
  logprobs: null,
  finish_reason: finish,
});

/** `/completions`, whole or streamed. */
export const answerCompletion = (seen: SeenCall, answer: WireAnswer): Response => {
  const request = completionSchema.safeParse(seen.body);
  if (!request.success) throw invalidBody(request.error);
  if (request.data.stream === true) return eventStream(completionChunks(request.data, answer), answer, seen);
  const choices = [choiceOf((answer.text ?? []).join(''), answer.finish ?? 'stop')];
  return Response.json({
    ...completionOf(request.data.model),
    choices,
    usage: openAiUsage(answer.usage ?? usualUsage),
  });
};

const embeddingSchema = z.looseObject({
  model: z.string().min(1),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(2048)]),
  encoding_format: z.enum(['float', 'base64']).optional(),
  dimensions: z.number().int().positive().optional(),
});

/** A vector that depends on the text, not of unit length. */
export const vectorOf = (text: string, dimensions: number): readonly number[] =>
  Array.from({ length: dimensions }, (_, index) => 1 + ((text.charCodeAt(index % Math.max(1, text.length)) || 1) % 7));

const encode = (vector: readonly number[], format: 'float' | 'base64'): Json =>
  format === 'float' ? [...vector] : Buffer.from(new Float32Array(vector).buffer).toString('base64');

/** `/embeddings`; vectors are as long as was asked, else `dimensions`. */
export const answerEmbeddings = (seen: SeenCall, dimensions: number): Response => {
  const request = embeddingSchema.safeParse(seen.body);
  if (!request.success) throw invalidBody(request.error);
  const { model, input, encoding_format: format = 'float', dimensions: asked = dimensions } = request.data;
  const texts = typeof input === 'string' ? [input] : input;
  const tokens = texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
  return Response.json({
    object: 'list',
    data: texts.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: encode(vectorOf(text, asked), format),
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
};

const rerankSchema = z.looseObject({
  model: z.string().min(1),
  query: z.string().min(1),
  documents: z.array(z.string()).min(1),
  top_n: z.number().int().positive().optional(),
});

/** `/rerank`: documents by how many words of the query they hold, best first; `score` says how that is told. */
export const answerRerank = (seen: SeenCall, score: (share: number) => number): Response => {
  const request = rerankSchema.safeParse(seen.body);
  if (!request.success) throw invalidBody(request.error);
  const { model, query, documents, top_n: most = documents.length } = request.data;
  const words = query.toLowerCase().split(/\W+/);
  const share = (text: string): number =>
    words.filter((word) => text.toLowerCase().includes(word)).length / words.length;
  const results = documents
    .map((text, index) => ({ index, relevance_score: score(share(text)) }))
    .toSorted((a, b) => b.relevance_score - a.relevance_score)
    .slice(0, most);
  const tokens = documents.join(' ').length;
  return Response.json({
    id: 'rerank-1',
    model,
    object: 'list',
    usage: { prompt_tokens: tokens, total_tokens: tokens },
    results,
  });
};
