import { z } from 'zod';
import { estimateSchema } from '#prove/evaluate/contract';

export const alertRuleSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  metric: z.string(),
  /** Fires when the value has been on the wrong side for the whole window. */
  above: z.number().optional(),
  below: z.number().optional(),
  windowMinutes: z.number().positive().default(5),
  /** Answers in the window below which the rule says nothing. */
  minimumSamples: z.number().int().min(1).default(20),
});

export const monitorConfigSchema = z.strictObject({
  alerts: z.array(alertRuleSchema).default([
    { id: 'slow-answers', metric: 'latency-p95', above: 10_000, windowMinutes: 5, minimumSamples: 20 },
    { id: 'bad-answers', metric: 'bad-answer-rate', above: 0.3, windowMinutes: 5, minimumSamples: 20 },
  ]),
});

/** A KPI as it stands in production now. */
export const liveKpiSchema = z.object({
  kpi: z.string(),
  name: z.string(),
  metric: z.string(),
  unit: z.string(),
  target: z.number(),
  better: z.enum(['higher', 'lower']),
  level: z.enum(['blocking', 'stretch']),
  /** Absent when production cannot measure it, with the reason in `unmeasured`. */
  live: estimateSchema.optional(),
  unmeasured: z.string().optional(),
  /** The value of the sealed evaluation of the active release. */
  evaluated: estimateSchema.optional(),
  met: z.boolean().optional(),
  /** Oldest first, one value a bucket. */
  trend: z.array(z.object({ at: z.string(), value: z.number(), n: z.number().int() })),
});

export const alertStateSchema = z.object({
  rule: alertRuleSchema,
  state: z.enum(['ok', 'firing', 'no-data']),
  since: z.string(),
  value: z.number().optional(),
  says: z.string(),
});

/** Body of `monitor/configuration`: what is watched, and what production cannot measure and why. */
export const monitorConfigurationSchema = z.object({
  alerts: z.array(alertRuleSchema),
  kpis: z.array(z.object({ kpi: z.string(), metric: z.string(), live: z.boolean(), because: z.string() })),
});

/** Served answers of a window, previews left out. */
export const trafficSchema = z.object({
  answers: z.number().int(),
  failed: z.number().int(),
  /** Sent by `simulate`; they count in the figures. */
  simulated: z.number().int(),
  thumbs: z.number().int(),
  refusalShare: estimateSchema.optional(),
  /** True when there were more answers than are read; the figures then stand for the newest. */
  truncated: z.boolean(),
});

/** Answer of GET /api/kpis. */
export const liveKpisSchema = z.object({
  from: z.string(),
  to: z.string(),
  release: z.string().optional(),
  traffic: trafficSchema,
  kpis: z.array(liveKpiSchema),
});

/** One line of GET /api/traces. */
export const traceLineSchema = z.object({
  traceId: z.string(),
  at: z.string(),
  durationMs: z.number(),
  status: z.enum(['ok', 'error']),
  name: z.string(),
  arm: z.string().optional(),
  release: z.string().optional(),
  candidate: z.string().optional(),
  question: z.string().optional(),
  refused: z.boolean().optional(),
  simulated: z.boolean().optional(),
  costUsd: z.number().optional(),
  spans: z.number().int(),
  errors: z.number().int(),
});

export const tracesQuerySchema = z.object({
  release: z.string().max(100).optional(),
  arm: z.enum(['control', 'canary', 'preview']).optional(),
  status: z.enum(['ok', 'error']).optional(),
  /** `served` leaves out evaluations, load tests and probes. */
  traffic: z.enum(['served', 'all']).default('all'),
  /** Part of the question or the answer; looks through the newest 2,000 traces from the cursor on. */
  text: z.string().max(200).optional(),
  /** Milliseconds. */
  slowerThan: z.coerce.number().nonnegative().optional(),
  /** `next` of the page before. */
  before: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const tracePageSchema = z.object({ traces: z.array(traceLineSchema), next: z.string().optional() });

/** Spans that GET /api/traces/:id sends unless it is asked for more, and at the most. */
export const traceSpanLimits = { usual: 1000, most: 10_000 } as const;

/** Answer of GET /api/traces/:id. */
export const traceSchema = z.object({
  traceId: z.string(),
  /** How many there are; `spans` holds the oldest. */
  total: z.number().int(),
  spans: z.array(
    z.object({
      spanId: z.string(),
      parentSpanId: z.string().optional(),
      name: z.string(),
      operation: z.string(),
      startedAt: z.number(),
      durationMs: z.number(),
      status: z.enum(['ok', 'error']),
      attributes: z.record(z.string(), z.unknown()),
    }),
  ),
  feedback: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      value: z.number(),
      source: z.string(),
      comment: z.string().optional(),
      at: z.string(),
    }),
  ),
});

export type MonitorConfiguration = z.infer<typeof monitorConfigurationSchema>;
export type Traffic = z.infer<typeof trafficSchema>;
export type LiveKpis = z.infer<typeof liveKpisSchema>;
export type TraceLine = z.infer<typeof traceLineSchema>;
export type TracesQuery = z.infer<typeof tracesQuerySchema>;
export type TracePage = z.infer<typeof tracePageSchema>;
export type Trace = z.infer<typeof traceSchema>;
export type AlertRule = z.infer<typeof alertRuleSchema>;
export type MonitorConfig = z.infer<typeof monitorConfigSchema>;
export type LiveKpi = z.infer<typeof liveKpiSchema>;
export type AlertState = z.infer<typeof alertStateSchema>;
