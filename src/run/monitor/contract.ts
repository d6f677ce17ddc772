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

export type AlertRule = z.infer<typeof alertRuleSchema>;
export type MonitorConfig = z.infer<typeof monitorConfigSchema>;
export type LiveKpi = z.infer<typeof liveKpiSchema>;
export type AlertState = z.infer<typeof alertStateSchema>;
