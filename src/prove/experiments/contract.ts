import { z } from 'zod';
import { estimateSchema } from '#prove/evaluate/contract';

export const experimentsConfigSchema = z.strictObject({
  /** The metric that candidates are ranked by, before latency and cost break ties. */
  quality: z.string().default('answer-accuracy'),
  /** Development questions every candidate sees first; only candidates that are not clearly worse see the rest. */
  screen: z.number().int().min(4).default(16),
  /** A candidate whose single answers take longer than this on screening is dropped, with the reason. */
  maximumAnswerMs: z.number().positive().default(60_000),
  /** Answering time of all candidates together; what would not finish in it stops, with the reason. */
  budgetSeconds: z.number().positive().default(240),
  /** Questions asked at once. Above 1, a local model's latency includes waiting for its turn. */
  concurrency: z.number().int().min(1).max(64).default(1),
  /** Draws the order of the questions, so that every first part of it is a fair sample. */
  seed: z.number().int().default(7),
});

/** Body of `experiments/run`: one candidate, MLflow terms. */
export const experimentRunSchema = z.object({
  runName: z.string(),
  candidateId: z.string(),
  candidateName: z.string(),
  params: z.record(z.string(), z.string()),
  metrics: z.record(z.string(), estimateSchema),
  tags: z.record(z.string(), z.string()),
  artifacts: z.array(z.object({ path: z.string(), hash: z.string() })),
  git: z.object({ commit: z.string(), dirty: z.boolean() }).optional(),
  scorecard: z.string(),
  cases: z.number().int(),
  /** Why it stopped before the whole split, if it did. */
  stopped: z.string().optional(),
});

/** A paired difference from the baseline on the same questions. */
export const pairedDifferenceSchema = z.object({
  metric: z.string(),
  difference: estimateSchema,
  /** Two-sided; of the quality metric adjusted by Holm for the number of candidates. */
  p: z.number(),
  verdict: z.enum(['better', 'worse', 'undecided']),
});

/** Body of `experiments/comparison`. `baseline` and `champion` are candidate ids. */
export const comparisonSchema = z.object({
  baseline: z.string(),
  quality: z.string(),
  rows: z.array(
    z.object({
      candidateId: z.string(),
      name: z.string(),
      cases: z.number().int(),
      quality: estimateSchema,
      latencyMs: estimateSchema,
      usdPerAnswer: z.number(),
      differences: z.array(pairedDifferenceSchema),
      onFrontier: z.boolean(),
      stopped: z.string().optional(),
    }),
  ),
  /** Id of the candidate to release. */
  champion: z.string(),
  because: z.string(),
  /** Candidates without a row, and why. */
  notCompared: z.array(z.object({ candidateId: z.string(), name: z.string(), because: z.string() })).optional(),
  /** The assessment's estimates against what was measured. */
  estimateCheck: z.array(
    z.object({ what: z.string(), estimated: z.string(), measured: z.string(), within: z.boolean() }),
  ),
});

export type ExperimentsConfig = z.infer<typeof experimentsConfigSchema>;
export type ExperimentRun = z.infer<typeof experimentRunSchema>;
export type PairedDifference = z.infer<typeof pairedDifferenceSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
