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
