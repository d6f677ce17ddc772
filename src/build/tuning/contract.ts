import { z } from 'zod';

export const tuningConfigSchema = z.strictObject({
  /** Labelled examples below which fine-tuning is not advised. */
  minimumExamples: z.number().int().min(10).default(200),
  /** Longest training conversation, in tokens. */
  maximumTokens: z.number().int().positive().default(4096),
});

/** One conversation that a model would learn from. */
export const tuningCaseSchema = z.strictObject({
  id: z.string(),
  system: z.string().default(''),
  question: z.string(),
  answer: z.string(),
});

export const tuningProblemSchema = z.object({
  caseId: z.string(),
  problem: z.enum(['empty', 'duplicate', 'contradiction', 'too-long', 'personal-data', 'evaluation-leak']),
  detail: z.string(),
});

/** Body of `tuning/assessment`: whether fine-tuning is worth it now. */
export const tuningAssessmentSchema = z.object({
  advisable: z.boolean(),
  /** Why, one sentence each. */
  reasons: z.array(z.string()),
  /** What would have to be there first. */
  missing: z.array(z.string()),
  /** Sources whose owners allow their use for tuning. */
  allowedSources: z.array(z.string()),
  documents: z.number().int(),
});

export type TuningConfig = z.infer<typeof tuningConfigSchema>;
export type TuningCase = z.infer<typeof tuningCaseSchema>;
export type TuningProblem = z.infer<typeof tuningProblemSchema>;
export type TuningAssessment = z.infer<typeof tuningAssessmentSchema>;
