import { z } from 'zod';

/** The answers the assessment asks for. */
export const assessConfigSchema = z.strictObject({
  /** Does the domain knowledge change more often than a model is released? */
  knowledge: z.enum(['static', 'dynamic']).default('dynamic'),
  /** How hard is a typical question? */
  complexity: z.enum(['lookup', 'synthesis', 'multi-step']).default('lookup'),
  /** How many labelled examples exist for tuning? */
  labelledExamples: z.number().int().nonnegative().default(0),
  /** Are there documents that hold the answers? */
  documents: z.enum(['none', 'some', 'complete']).default('complete'),
  reasoning: z.enum(['none', 'some', 'much']).default('none'),
  /** Must the application act (call tools, change things)? */
  actions: z.enum(['none', 'read', 'write']).default('none'),
  deployment: z.enum(['local', 'cloud', 'either']).default('local'),
  /** Whole-answer latency that users accept, milliseconds, 95th percentile. */
  latencyMs: z.number().positive().default(10_000),
});

/** One rule of the table that fired. */
export const assessReasonSchema = z.object({
  rule: z.string(),
  because: z.string(),
  recommends: z.string(),
  /** What would change this recommendation. */
  changesWhen: z.string(),
});

/** Body of `assess/assessment`. */
export const assessmentSchema = z.object({
  answers: assessConfigSchema,
  /** Names of strategy kinds, most recommended first. */
  recommended: z.array(z.string()),
  ruledOut: z.array(z.object({ strategy: z.string(), because: z.string() })),
  reasons: z.array(assessReasonSchema),
  /** Estimates that later stages compare with what was measured. */
  estimate: z.object({
    latencyMs: z.object({ low: z.number(), likely: z.number(), high: z.number() }),
    usdPerAnswer: z.object({ low: z.number(), likely: z.number(), high: z.number() }),
    method: z.string(),
  }),
});

export type AssessConfig = z.infer<typeof assessConfigSchema>;
export type Assessment = z.infer<typeof assessmentSchema>;
export type AssessReason = z.infer<typeof assessReasonSchema>;
