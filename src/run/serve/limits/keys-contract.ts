import { z } from 'zod';
import { usageSchema } from '#build/models/contract';
import { limitRuleSchema } from './limits-contract.ts';
import { usageRowSchema } from './usage-contract.ts';

/** An API key by its first characters. */
export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  createdAt: z.string(),
  expiresAt: z.string().optional(),
  revokedAt: z.string().optional(),
  organisation: z.string().optional(),
  team: z.string().optional(),
  /** Model names it may ask for; all when absent. */
  models: z.array(z.string()).optional(),
});

/** GET /api/keys. */
export const keyListSchema = z.object({ keys: z.array(apiKeySchema) });

/** GET /api/keys/:id. */
export const keyDetailsSchema = apiKeySchema.extend({
  earlier: z.array(z.object({ prefix: z.string(), until: z.string() })),
  limits: z.array(limitRuleSchema),
});

/** What making and rotating a key answer; the only time that `key` is shown. */
export const shownKeySchema = apiKeySchema.extend({ key: z.string() });

/** A rule with what is used and held of it in the window that counts now. */
export const limitStandingSchema = limitRuleSchema.extend({ since: z.string(), spent: z.number(), held: z.number() });

/** GET /api/budgets. */
export const budgetListSchema = z.object({ budgets: z.array(limitStandingSchema) });

/** GET /api/usage. */
export const usageReplySchema = z.object({
  days: z.number(),
  by: z.array(z.string()),
  rows: z.array(usageRowSchema),
  costNano: z.number(),
  costUsd: z.number(),
});

/** GET /api/usage/traces/:id. */
export const traceAccountsSchema = z.object({
  accounts: z.array(
    z.object({
      id: z.string(),
      keyId: z.string(),
      route: z.string(),
      model: z.string(),
      outcome: z.string(),
      attempts: z.number(),
      usage: usageSchema,
      estimated: z.boolean(),
      costNano: z.number(),
    }),
  ),
});

export type ApiKeyView = z.infer<typeof apiKeySchema>;
export type LimitStandingView = z.infer<typeof limitStandingSchema>;
