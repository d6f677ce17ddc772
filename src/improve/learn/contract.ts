import { z } from 'zod';
import { caseSchema } from '#prove/evaluate/contract';

export const learnConfigSchema = z.strictObject({
  /** Traces looked at, newest first. */
  maximumTraces: z.number().int().min(1).max(100_000).default(2000),
});

/** Body of `learn/proposal`: what production taught, waiting for a person. */
export const proposalSchema = z.object({
  items: z.array(
    z.object({
      traceId: z.string(),
      question: z.string(),
      answer: z.string(),
      reason: z.enum(['thumb-down', 'refused', 'failed', 'trial-loss']),
      comment: z.string(),
      /** Drafted case for the evaluation set; facts are for a person to fill in. */
      draft: caseSchema,
    }),
  ),
  /** Why the candidates should be compared again, for instance a model that ends; empty when nothing calls for it. */
  reevaluate: z.array(z.string()).default([]),
  says: z.string(),
});

/** Body of `learn/accepted`, a decision: reviewed cases that the next run evaluates with. */
export const acceptedSchema = z.object({ proposal: z.string(), cases: z.array(caseSchema), actor: z.string() });

/** Body of POST /api/learn/accept. */
export const acceptOrderSchema = z.strictObject({
  /** Hash of the `learn/proposal`. */
  proposal: z.string().max(64),
  cases: z.array(caseSchema).min(1).max(200),
  actor: z.string().trim().min(1).max(100),
  reason: z.string().trim().min(3).max(2000),
});

/** Answer of GET /api/learn. */
export const learnViewSchema = z.object({
  proposal: proposalSchema.extend({ hash: z.string(), createdAt: z.string() }).optional(),
  accepted: z.array(acceptedSchema.extend({ hash: z.string(), createdAt: z.string() })),
});

export type AcceptOrder = z.infer<typeof acceptOrderSchema>;
export type LearnView = z.infer<typeof learnViewSchema>;
export type LearnConfig = z.infer<typeof learnConfigSchema>;
export type Proposal = z.infer<typeof proposalSchema>;
export type Accepted = z.infer<typeof acceptedSchema>;
