import { z } from 'zod';
import { answerSchema, citationSchema } from '#build/strategy/contract';
import { trialRatingSchema, trialResultSchema } from '#prove/trials/contract';
import { alertStateSchema, type traceSchema } from '#run/monitor/contract';

export const alertListSchema = z.object({ alerts: z.array(alertStateSchema) });

export const trialsSchema = z.object({
  plan: z
    .object({
      hash: z.string(),
      left: z.object({ name: z.string() }),
      right: z.object({ name: z.string() }),
      pairs: z.number(),
    })
    .nullish(),
  result: trialResultSchema,
  ratings: z.array(trialRatingSchema).default([]),
});

export const trialPairSchema = z.object({
  pair: z
    .object({ plan: z.string(), caseId: z.string(), question: z.string(), first: answerSchema, second: answerSchema })
    .nullish(),
  done: z.number(),
  total: z.number(),
});

/** What the last chunk of a streamed answer carries besides OpenAI's fields. */
export const answerTailSchema = z.object({
  traceId: z.string(),
  release: z.string().nullish(),
  refused: z.boolean(),
  citations: z.array(citationSchema.partial({ documentId: true, chunkId: true, start: true, end: true })),
  costUsd: z.number(),
  latencyMs: z.number(),
  preview: z.boolean().nullish(),
});

export const chatChunkSchema = z.object({
  choices: z.array(z.object({ delta: z.object({ content: z.string().nullish() }).nullish() })).default([]),
  throughline: answerTailSchema.nullish(),
  error: z.object({ message: z.string(), code: z.string().nullish() }).nullish(),
});

export type TraceDetail = z.infer<typeof traceSchema>;
export type TraceSpan = TraceDetail['spans'][number];
export type AnswerTail = z.infer<typeof answerTailSchema>;
export type TrialPair = NonNullable<z.infer<typeof trialPairSchema>['pair']>;
