import { z } from 'zod';

/** How the model is asked to think. */
export const reasoningSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('direct') }),
  z.strictObject({ kind: z.literal('chain-of-thought') }),
  z.strictObject({
    kind: z.literal('self-consistency'),
    samples: z.number().int().min(2).max(40),
    /** Stop when this many samples agree. */
    agreeing: z.number().int().min(2),
    temperature: z.number().min(0).max(2).default(0.7),
  }),
  z.strictObject({
    kind: z.literal('tree-of-thought'),
    breadth: z.number().int().min(1).max(8),
    depth: z.number().int().min(1).max(5),
    branches: z.number().int().min(1).max(8),
  }),
]);

export type Reasoning = z.infer<typeof reasoningSchema>;

/** Reasoning has no slice of its own in the project file: a strategy says how to reason. */
export const reasoningConfigSchema = z.strictObject({});

/** Body of `reasoning/catalogue`: what a strategy can choose from, and what it costs. */
export const reasoningCatalogueSchema = z.object({
  kinds: z.array(
    z.object({
      kind: z.string(),
      says: z.string(),
      parameters: z.array(z.string()),
      /** Model calls an answer takes, as a formula over the parameters. */
      calls: z.string(),
    }),
  ),
});

export type ReasoningConfig = z.infer<typeof reasoningConfigSchema>;
export type ReasoningCatalogue = z.infer<typeof reasoningCatalogueSchema>;
