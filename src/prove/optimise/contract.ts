import { z } from 'zod';
import { candidateSchema } from '#build/strategy/contract';
import { pairedDifferenceSchema } from '#prove/experiments/contract';

export const optimiseConfigSchema = z.strictObject({
  enabled: z.boolean().default(true),
  /** Sets of examples that are tried. */
  proposals: z.number().int().min(1).max(50).default(4),
  /** Settings of the extractive strategy that are tried. */
  parameterProposals: z.number().int().min(1).max(200).default(16),
  /** Answering time of each of the two optimisers. */
  seconds: z.number().positive().default(60),
  examples: z.number().int().min(1).max(8).default(2),
  seed: z.number().int().default(7),
});

/** Body of `optimise/result`. */
export const optimisationSchema = z.object({
  method: z.string(),
  /** Name of the candidate that was optimised. */
  subject: z.string(),
  /** Its id. */
  parent: z.string().optional(),
  proposals: z.array(z.object({ candidateId: z.string(), what: z.string(), search: z.number(), n: z.number().int() })),
  winner: candidateSchema.optional(),
  /** The winner against its parent on questions that the search never saw. */
  rescored: pairedDifferenceSchema.optional(),
  /** The winner against the champion of the comparison on the same questions, when that is not its parent. */
  againstChampion: pairedDifferenceSchema.optional(),
  /** Shown to be better than its parent on questions that the search never saw. */
  kept: z.boolean(),
  because: z.string(),
});

export type OptimiseConfig = z.infer<typeof optimiseConfigSchema>;
export type Optimisation = z.infer<typeof optimisationSchema>;
