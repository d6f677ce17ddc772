import { z } from 'zod';

/** What usage can be grouped by. `day` is a day of UTC. */
export const usageDimensions = [
  'key',
  'model',
  'provider',
  'route',
  'organisation',
  'team',
  'user',
  'outcome',
  'day',
] as const;

export type UsageDimension = (typeof usageDimensions)[number];

export const usageRowSchema = z.object({
  /** The group: a value for each dimension that was asked for; empty for calls without one. */
  by: z.record(z.string(), z.string()),
  calls: z.number().int(),
  failed: z.number().int(),
  /** Answered from a cache, at no cost. */
  cached: z.number().int(),
  /** Whose tokens were estimated, because the provider did not tell. */
  estimated: z.number().int(),
  inputTokens: z.number().int(),
  cachedInputTokens: z.number().int(),
  cacheWriteTokens: z.number().int(),
  outputTokens: z.number().int(),
  reasoningTokens: z.number().int(),
  /** 1 US dollar is 1,000,000,000. */
  costNano: z.number().int(),
  costUsd: z.number(),
});

/** Query of GET /api/usage. */
export const usageQuerySchema = z.object({
  days: z.coerce.number().int().min(1).max(3660).default(30),
  by: z
    .string()
    .max(200)
    .default('key')
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(usageDimensions)).max(4)),
  /** Only the calls of this key. */
  key: z.string().min(1).max(256).optional(),
});

export type UsageRow = z.infer<typeof usageRowSchema>;
