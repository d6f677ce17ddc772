import { z } from 'zod';

/** The budget of a tool loop; whatever is reached first ends it. */
export const agentSchema = z.strictObject({
  tools: z.array(z.string()).min(1),
  maximumSteps: z.number().int().min(1).max(50).default(4),
  maximumMs: z.number().int().positive().default(60_000),
  maximumUsd: z.number().nonnegative().default(0.05),
});

export type Agent = z.infer<typeof agentSchema>;

/** Agents have no slice of their own in the project file: a strategy holds the budget. */
export const agentsConfigSchema = z.strictObject({});

/** Body of `agents/catalogue`: what an agent may use, and what its loop costs at the most. */
export const agentsCatalogueSchema = z.object({
  tools: z.array(z.string()),
  defaults: z.object({ maximumSteps: z.number(), maximumMs: z.number(), maximumUsd: z.number() }),
  /** Model calls an answer takes. */
  calls: z.string(),
  endings: z.array(z.string()),
});

export type AgentsConfig = z.infer<typeof agentsConfigSchema>;
export type AgentsCatalogue = z.infer<typeof agentsCatalogueSchema>;
