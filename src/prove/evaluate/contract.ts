import { z } from 'zod';
import { answerSchema } from '#build/strategy/contract';

export const caseKinds = ['single-fact', 'multi-page', 'how-to', 'code', 'unanswerable', 'adversarial'] as const;

/** One evaluation question. Facts are lists of acceptable alternatives. */
export const caseSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  question: z.string().min(1),
  kind: z.enum(caseKinds),
  difficulty: z.enum(['easy', 'medium', 'hard']).default('medium'),
  split: z.enum(['dev', 'sealed']),
  answerable: z.boolean(),
  gold: z.array(z.strictObject({ source: z.string(), page: z.string(), heading: z.string().optional() })).default([]),
  facts: z.array(z.array(z.string().min(1)).min(1)).default([]),
  reference: z.string().default(''),
  forbidden: z.array(z.string()).default([]),
  risk: z.enum(['personal-data', 'injection']).optional(),
  tags: z.array(z.string()).default([]),
  /** False for drafted questions nobody has looked at. */
  reviewed: z.boolean().default(true),
});

export const caseFileSchema = z.strictObject({
  name: z.string(),
  version: z.number().int().default(1),
  description: z.string().default(''),
  cases: z.array(caseSchema),
});

export const evaluateConfigSchema = z.strictObject({
  /** YAML files of cases, relative to the project file. */
  cases: z.array(z.string()).min(1).default(['evaluation/questions.yaml']),
  /** Candidate that is evaluated first, as the baseline of every comparison. */
  baseline: z.string().default('extractive'),
  /** Questions asked at once. Above 1, a local model's latency includes waiting for its turn. */
  concurrency: z.number().int().min(1).max(64).default(1),
});

/** Body of `evaluate/case-set`: the development split. Whatever reads it can never see a sealed question. */
export const caseSetSchema = z.object({
  /** Hash over all cases of both splits. */
  version: z.string(),
  /** Development cases only. */
  cases: z.array(caseSchema),
  /** Counts over both splits. */
  counts: z.object({
    dev: z.number(),
    sealed: z.number(),
    reviewed: z.number(),
    byKind: z.record(z.string(), z.number()),
  }),
});

/** Body of `evaluate/sealed-set`: read by the readiness stage alone, opened once per release decision. */
export const sealedSetSchema = z.object({
  /** Hash over the sealed cases alone, so that new development cases do not make it look unused. */
  version: z.string(),
  /** Version of the whole set. */
  caseSetVersion: z.string(),
  cases: z.array(caseSchema),
});

/** An estimate with its interval; the unit is the metric's. */
export const estimateSchema = z.object({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  level: z.number(),
  n: z.number().int(),
  method: z.string(),
});

/** One question answered and scored. A score that does not apply to the case is absent, never 0. */
export const caseResultSchema = z.object({
  caseId: z.string(),
  kind: z.enum(caseKinds),
  question: z.string(),
  answer: answerSchema.optional(),
  /** Code of the fault when there is no answer. */
  fault: z.string().optional(),
  /** From question to whole answer or fault, as the evaluation measured it. */
  latencyMs: z.number().nonnegative().optional(),
  scores: z.record(z.string(), z.number()),
  /** Metrics that apply but could not be scored. */
  unscored: z.array(z.string()).optional(),
  /** Why it failed, one group each; absent when it passed. */
  failure: z
    .enum([
      'no-answer',
      'wrongly-refused',
      'wrongly-answered',
      'retrieval-miss',
      'fact-missing',
      'citation-wrong',
      'forbidden-text',
    ])
    .optional(),
  traceId: z.string(),
});

/** Body of `evaluate/scorecard`: one candidate on one split. */
export const scorecardSchema = z.object({
  candidateId: z.string(),
  candidateName: z.string(),
  caseSetVersion: z.string(),
  split: z.enum(['dev', 'sealed']),
  results: z.array(caseResultSchema),
  /** By metric id. A metric that could not be measured is absent. */
  metrics: z.record(z.string(), estimateSchema),
  failures: z.array(z.object({ group: z.string(), share: z.number(), caseIds: z.array(z.string()) })),
  /** By metric id: cases that the metric applies to but could not be scored. They are in no mean. */
  unscored: z.record(z.string(), z.number()).optional(),
  usd: z.number(),
  /** Time of all answers, summed. */
  seconds: z.number(),
});

/** A KPI of the charter against what was measured. `unknown` when the metric was not measured. */
export const kpiCheckSchema = z.object({
  kpi: z.string(),
  name: z.string(),
  metric: z.string(),
  target: z.number(),
  better: z.enum(['higher', 'lower']),
  level: z.enum(['blocking', 'stretch']),
  verdict: z.enum(['met', 'missed', 'unknown']),
  measured: estimateSchema.optional(),
});

export type Case = z.infer<typeof caseSchema>;
export type CaseKind = (typeof caseKinds)[number];
export type CaseFile = z.infer<typeof caseFileSchema>;
export type CaseSet = z.infer<typeof caseSetSchema>;
export type SealedSet = z.infer<typeof sealedSetSchema>;
export type KpiCheck = z.infer<typeof kpiCheckSchema>;
export type CaseResult = z.infer<typeof caseResultSchema>;
export type Scorecard = z.infer<typeof scorecardSchema>;
export type MetricEstimate = z.infer<typeof estimateSchema>;
export type EvaluateConfig = z.infer<typeof evaluateConfigSchema>;
