import { z } from 'zod';
import { answerSchema, citationSchema } from '#build/strategy/contract';
import { acceptedSchema, proposalSchema } from '#improve/learn/contract';
import { trialRatingSchema, trialResultSchema } from '#prove/trials/contract';
import { alertStateSchema, liveKpiSchema } from '#run/monitor/contract';

const instantSchema = z.union([z.string(), z.number()]);

/** GET /api/traces: what a list shows of one answer. */
export const traceSummarySchema = z.object({
  traceId: z.string(),
  startedAt: instantSchema,
  durationMs: z.number(),
  question: z.string().nullish(),
  answer: z.string().nullish(),
  release: z.string().nullish(),
  arm: z.string().nullish(),
  status: z.enum(['ok', 'error']),
  refused: z.boolean().nullish(),
  costUsd: z.number(),
  spans: z.number(),
  feedback: z.number().nullish(),
});

export const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().nullish(),
  name: z.string(),
  operation: z.string(),
  startedAt: z.number(),
  durationMs: z.number(),
  status: z.enum(['ok', 'error']),
  attributes: z.record(z.string(), z.unknown()),
});

export const traceListSchema = z.object({ traces: z.array(traceSummarySchema) });
export const traceDetailSchema = z.object({ trace: traceSummarySchema, spans: z.array(spanSchema) });
export const kpiListSchema = z.object({ kpis: z.array(liveKpiSchema) });
export const alertListSchema = z.object({ alerts: z.array(alertStateSchema) });

export const trialsSchema = z.object({
  plan: z.object({ hash: z.string(), left: z.object({ name: z.string() }), right: z.object({ name: z.string() }), pairs: z.number() }).nullish(),
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

export const learnSchema = z.object({
  proposal: z.object({ hash: z.string(), body: proposalSchema }).nullish(),
  accepted: z.array(acceptedSchema.partial()).default([]),
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

export type TraceSummary = z.infer<typeof traceSummarySchema>;
export type TraceSpan = z.infer<typeof spanSchema>;
export type AnswerTail = z.infer<typeof answerTailSchema>;
export type TrialPair = NonNullable<z.infer<typeof trialPairSchema>['pair']>;
