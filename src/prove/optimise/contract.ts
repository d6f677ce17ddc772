import { z } from 'zod';
import { candidateSchema } from '#build/strategy/contract';
import { pairedDifferenceSchema } from '#prove/experiments/contract';

export const optimiseConfigSchema = z.strictObject({
  enabled: z.boolean().default(true),
  /** Proposals that are tried. */
  proposals: z.number().int().min(1).max(50).default(4),
  examples: z.number().int().min(1).max(8).default(2),
  seed: z.number().int().default(7),
});

/** Body of `optimise/result`. */
export const optimisationSchema = z.object({
  method: z.string(),
  subject: z.string(),
  proposals: z.array(z.object({ candidateId: z.string(), what: z.string(), search: z.number(), n: z.number().int() })),
  winner: candidateSchema.optional(),
  /** The winner against its parent on questions that the search never saw. */
  rescored: pairedDifferenceSchema.optional(),
  kept: z.boolean(),
  because: z.string(),
});

export type OptimiseConfig = z.infer<typeof optimiseConfigSchema>;
export type Optimisation = z.infer<typeof optimisationSchema>;
