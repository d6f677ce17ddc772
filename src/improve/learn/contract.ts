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
  says: z.string(),
});

/** Body of `learn/accepted`, a decision: reviewed cases that the next run evaluates with. */
export const acceptedSchema = z.object({ proposal: z.string(), cases: z.array(caseSchema), actor: z.string() });

export type LearnConfig = z.infer<typeof learnConfigSchema>;
export type Proposal = z.infer<typeof proposalSchema>;
export type Accepted = z.infer<typeof acceptedSchema>;
