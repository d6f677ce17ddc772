import { z } from 'zod';
import { estimateSchema } from '#prove/evaluate/contract';

const count = z.number().int().nonnegative();

/** Milliseconds; lies certainly between `low` and `high`, which is absent above the largest bound. */
const quantileSchema = z.object({ value: z.number(), low: z.number(), high: z.number().optional() });

const distributionSchema = z.object({ calls: count, p50: quantileSchema.optional(), p99: quantileSchema.optional() });

export const targetViewSchema = z.object({
  /** Catalogue id. */
  model: z.string(),
  provider: z.string(),
  weight: z.number(),
  /** What must hold for it to be asked; absent when nothing must. */
  when: z.string().optional(),
  /** `probing`: one call finds out whether it is well again. */
  circuit: z.enum(['closed', 'open', 'probing']),
  /** Milliseconds until it is asked again. */
  opensInMs: z.number().optional(),
  /** Moving average of the time to the first byte; absent before the first. */
  latencyMs: z.number().optional(),
  inFlight: count,
  /** Tries since the start, on every route that has this model, and how many of them it failed. */
  tries: count,
  failures: count,
});

const semanticViewSchema = z.object({
  hits: count,
  /** Hits that the model answered too. */
  shadowed: count,
  falseHits: count,
  /** Share of false hits; absent before the first that was measured. */
  rate: estimateSchema.optional(),
  /** It turns itself off when it is surely above this. */
  maximumFalseHits: z.number(),
  off: z.boolean(),
});

export const routeViewSchema = z.object({
  name: z.string(),
  /** `model`: a model of the catalogue that may be asked for by its own name. */
  kind: z.enum(['route', 'model']),
  policy: z.string(),
  requests: count,
  failed: count,
  /** Turned away by limits, budgets or the key's scope. */
  denied: count,
  retries: count,
  /** Answered from a cache. */
  cached: count,
  costNano: count,
  targets: z.array(targetViewSchema),
  cache: z.object({ exact: z.object({ hits: count }).optional(), semantic: semanticViewSchema.optional() }),
});

/** GET /api/gateway: what one process knows of itself since it started. */
export const gatewayViewSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  /** By the second, oldest first; one minute at the most. */
  traffic: z.array(z.object({ requests: count, tokens: count, costNano: count })),
  /** Time of a call that was not spent waiting for a provider. */
  overhead: distributionSchema,
  firstByte: distributionSchema,
  /** Rows that full queues dropped. */
  drops: z.record(z.string(), count),
  routes: z.array(routeViewSchema),
  /** Answers kept word for word, of all routes. */
  kept: z.object({ entries: count, bytes: count }),
});

export type GatewayView = z.infer<typeof gatewayViewSchema>;
export type RouteView = z.infer<typeof routeViewSchema>;
export type TargetView = z.infer<typeof targetViewSchema>;
