import { z } from 'zod';
import { estimateSchema } from '#prove/evaluate/contract';

export const readinessConfigSchema = z.strictObject({
  load: z
    .strictObject({ requests: z.number().int().min(1).max(2000).default(60), concurrency: z.number().int().min(1).max(64).default(4) })
    .prefault({}),
  /** Questions reviewed by a person below which evaluation gates say `unknown`. */
  minimumReviewed: z.number().int().default(20),
});

export const gateSchema = z.object({
  /** `kpi-<id>`, `load-latency`, `guardrail-probes`, `licence`, `residency`, `budget`, `audit-chain`, `monitoring`. */
  id: z.string(),
  name: z.string(),
  verdict: z.enum(['pass', 'fail', 'unknown']),
  blocking: z.boolean(),
  says: z.string(),
  target: z.string(),
  measured: estimateSchema.optional(),
  /** Hash of the record that shows it. */
  evidence: z.string().optional(),
  waivedBy: z.object({ actor: z.string(), reason: z.string(), record: z.string() }).optional(),
});

/** Body of `readiness/load-test`: what the short load test of one process showed. */
export const loadTestSchema = z.object({
  candidateId: z.string(),
  requests: z.number().int(),
  concurrency: z.number().int(),
  errors: z.number().int(),
  seconds: z.number(),
  latencyP50Ms: estimateSchema,
  latencyP95Ms: estimateSchema,
});

/** Body of `readiness/waiver`, a decision. */
export const waiverSchema = z.object({ gate: z.string(), candidateId: z.string(), actor: z.string().min(1).max(100), reason: z.string().min(3).max(2000) });

/** Body of `readiness/report`. */
export const readinessReportSchema = z.object({
  candidateId: z.string(),
  candidateName: z.string(),
  caseSetVersion: z.string(),
  /** Why this question set may be opened now: one use per release decision. */
  sealedUse: z.string(),
  gates: z.array(gateSchema),
  ready: z.boolean(),
  failedGates: z.array(z.string()),
  /** Blob of the HTML report. */
  htmlBlob: z.string(),
});

export type ReadinessConfig = z.infer<typeof readinessConfigSchema>;
export type Gate = z.infer<typeof gateSchema>;
export type LoadTest = z.infer<typeof loadTestSchema>;
export type Waiver = z.infer<typeof waiverSchema>;
export type ReadinessReport = z.infer<typeof readinessReportSchema>;
