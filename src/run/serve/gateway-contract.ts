import { z } from 'zod';

const milliseconds = (fallback: number) => z.number().int().min(1).max(3_600_000).default(fallback);

export const timeoutsSchema = z.strictObject({
  connectMs: milliseconds(5_000),
  /** From the request to the first byte of the body. */
  firstTokenMs: milliseconds(60_000),
  /** Longest silence between two pieces of an answer. */
  idleMs: milliseconds(60_000),
  totalMs: milliseconds(600_000),
});

/** A target is used only when everything that its condition names holds. */
export const conditionSchema = z.strictObject({
  /** All of these tags are on the request (header `x-throughline-tags`, or `metadata.tags`), comma separated. */
  tags: z.array(z.string()).optional(),
  /** Estimated input tokens. */
  minimumTokens: z.number().int().nonnegative().optional(),
  maximumTokens: z.number().int().positive().optional(),
  modality: z.enum(['text', 'image', 'audio', 'file']).optional(),
  /** Ids of keys, projects, teams or organisations. */
  tenants: z.array(z.string()).optional(),
});

export const targetSchema = z.strictObject({
  /** Catalogue id. */
  model: z.string(),
  weight: z.number().nonnegative().max(1000).default(1),
  when: conditionSchema.optional(),
  timeouts: timeoutsSchema.prefault({}),
});

export const retrySchema = z.strictObject({
  /** Tries at one target after the first. */
  retries: z.number().int().min(0).max(5).default(2),
  /** Full jitter: a pause is uniform in [0, min(maximumMs, baseMs * 2^n)], unless Retry-After says longer. */
  baseMs: milliseconds(200),
  maximumMs: milliseconds(5_000),
  /** A Retry-After beyond this goes to the next target at once. */
  longestRetryAfterMs: milliseconds(10_000),
});

export const breakerSchema = z.strictObject({
  /** Failures in a row that open it. */
  failures: z.number().int().min(1).max(1000).default(5),
  openMs: milliseconds(30_000),
});

export const exactCacheSchema = z.strictObject({
  ttlSeconds: z
    .number()
    .int()
    .positive()
    .max(30 * 86_400)
    .default(3600),
  /** Answers to requests with a temperature over 0 are kept too. */
  sampled: z.boolean().default(false),
});

export const semanticCacheSchema = z.strictObject({
  /** Cosine similarity of the last user turns; between `threshold` and 1 a hit is verified. */
  threshold: z.number().min(0.5).max(1).default(0.95),
  ttlSeconds: z
    .number()
    .int()
    .positive()
    .max(30 * 86_400)
    .default(3600),
  /** Share of hits that are answered by the model too, to measure the false-hit rate. */
  shadowShare: z.number().min(0).max(1).default(0.05),
  /** Upper bound of the 95 % interval of the false-hit rate past which the cache turns itself off. */
  maximumFalseHits: z.number().min(0).max(1).default(0.05),
});

export const gatewayRouteSchema = z.strictObject({
  policy: z.enum(['order', 'weighted', 'least-latency', 'least-cost', 'sticky-prefix']).default('order'),
  targets: z.array(targetSchema).min(1).max(32),
  retry: retrySchema.prefault({}),
  breaker: breakerSchema.prefault({}),
  /** A second target is asked when the first has said nothing for so long; the first byte wins. */
  hedgeAfterMs: z.number().int().positive().optional(),
  cache: z.strictObject({ exact: exactCacheSchema.optional(), semantic: semanticCacheSchema.optional() }).prefault({}),
});

/** `serve.gateway` of the project file. */
export const gatewayConfigSchema = z.strictObject({
  /** Model names that clients ask for. A catalogue id or alias is a route of one target by itself. */
  routes: z.record(z.string().regex(/^[\w./:-]{1,200}$/), gatewayRouteSchema).default({}),
  /** Catalogue ids that clients may ask for without a route; `*` for all that are not local. */
  models: z.array(z.string()).default([]),
  /** Retries and hedges are at most this share of the requests of the last ten seconds. */
  retryBudget: z.number().min(0).max(1).default(0.2),
  /** Bounds of the exact cache of one process. */
  cacheBytes: z
    .number()
    .int()
    .nonnegative()
    .default(64 * 1024 * 1024),
  cacheEntries: z.number().int().nonnegative().default(10_000),
  /** What happens to limits and budgets while the store does not answer, after what is leased is used up. */
  limitsWithoutStore: z
    .strictObject({ rates: z.enum(['local', 'refuse']), budgets: z.enum(['allow', 'refuse']) })
    .default({
      rates: 'local',
      budgets: 'refuse',
    }),
  /** Content of prompts and answers on spans. */
  capture: z.enum(['on', 'redacted', 'off']).default('redacted'),
  /** Largest request body. */
  maximumBodyBytes: z
    .number()
    .int()
    .positive()
    .default(20 * 1024 * 1024),
  /** Spans go to this OpenTelemetry collector too (OTLP over HTTP, JSON). */
  otlp: z.strictObject({ url: z.url(), headersEnv: z.string().optional() }).optional(),
});

export type Timeouts = z.infer<typeof timeoutsSchema>;
export type Condition = z.infer<typeof conditionSchema>;
export type Target = z.infer<typeof targetSchema>;
export type GatewayRoute = z.infer<typeof gatewayRouteSchema>;
export type GatewayConfig = z.infer<typeof gatewayConfigSchema>;
