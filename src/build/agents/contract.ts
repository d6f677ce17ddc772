import { z } from 'zod';

/** The budget of a tool loop; whatever is reached first ends it. */
export const agentSchema = z.strictObject({
  tools: z.array(z.string()).min(1),
  maximumSteps: z.number().int().min(1).max(50).default(4),
  maximumMs: z.number().int().positive().default(60_000),
  maximumUsd: z.number().nonnegative().default(0.05),
});

export type Agent = z.infer<typeof agentSchema>;
