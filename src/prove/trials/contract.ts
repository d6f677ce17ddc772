import { z } from 'zod';
import { answerSchema } from '#build/strategy/contract';
import { estimateSchema } from '#prove/evaluate/contract';

export const trialsConfigSchema = z.strictObject({
  /** Questions in a blind pairwise trial, drawn from the development split. */
  questions: z.number().int().min(1).max(200).default(12),
  seed: z.number().int().default(7),
});

/** Body of `trials/plan`: two candidates, side by side, in an order drawn by the seed. */
export const trialPlanSchema = z.object({
  left: z.object({ id: z.string(), name: z.string() }),
  right: z.object({ id: z.string(), name: z.string() }),
  pairs: z.array(
    z.object({
      caseId: z.string(),
      question: z.string(),
      firstIs: z.enum(['left', 'right']),
      left: answerSchema,
      right: answerSchema,
    }),
  ),
});

/** Body of `trials/rating`, a decision by a named person. */
export const trialRatingSchema = z.object({
  plan: z.string(),
  caseId: z.string(),
  rater: z.string().min(1).max(100),
  verdict: z.enum(['first', 'second', 'tie']),
  comment: z.string().max(2000).default(''),
});

export const trialResultSchema = z.object({
  ratings: z.number().int(),
  raters: z.array(z.string()),
  left: z.number().int(),
  right: z.number().int(),
  ties: z.number().int(),
  /** Share of decided pairs that preferred `right`; absent before the first. */
  preference: estimateSchema.optional(),
});

export type TrialsConfig = z.infer<typeof trialsConfigSchema>;
export type TrialPlan = z.infer<typeof trialPlanSchema>;
export type TrialRating = z.infer<typeof trialRatingSchema>;
export type TrialResult = z.infer<typeof trialResultSchema>;
