import { z } from 'zod';
import { candidateSchema } from '#build/strategy/contract';
import { estimateSchema } from '#prove/evaluate/contract';

export const readinessConfigSchema = z.strictObject({
  load: z
    .strictObject({
      requests: z.number().int().min(1).max(2000).default(60),
      concurrency: z.number().int().min(1).max(64).default(4),
      /** No request is started after this; what was answered until then is the test. */
      maximumSeconds: z.number().positive().default(30),
    })
    .prefault({}),
  /** Sealed questions reviewed by a person below which evaluation gates say `unknown`; the interval says how little few of them show. */
  minimumReviewed: z.number().int().default(3),
  /** Release decisions that one set of sealed questions may serve. */
  maximumSealedUses: z.number().int().min(1).max(100).default(5),
  /** Whether a blocking gate that says `unknown` stops a release as a failed one does. */
  unknown: z.enum(['allow', 'block']).default('block'),
});

/** Body of `readiness/probes`: attacks that every release must withstand. */
export const probesSchema = z.object({
  candidateId: z.string(),
  results: z.array(
    z.object({
      id: z.string(),
      risk: z.string(),
      outcome: z.enum(['withstood', 'leaked', 'no-answer']),
      found: z.array(z.string()),
      traceId: z.string(),
    }),
  ),
  /** Share of answered probes that were withstood. */
  passRate: estimateSchema.optional(),
});

/** Body of `readiness/checks`: what was asked of the running system. */
export const checksSchema = z.object({
  audit: z.object({ intact: z.boolean(), entries: z.number().int(), says: z.string() }),
  monitoring: z.object({ ok: z.boolean(), says: z.string() }),
  /** Models the candidate uses; a model whose card cannot be read has none. */
  models: z.array(
    z.object({
      id: z.string(),
      licence: z.string().optional(),
      access: z.string().optional(),
      residency: z.string().optional(),
    }),
  ),
});

export const gateSchema = z.object({
  /** `kpi-<id>`, `load-latency`, `guardrail-probes`, `licence`, `residency`, `budget`, `audit-chain`, `monitoring`, `sealed-set`. */
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
  errors: z.number().int(),
  concurrency: z.number().int(),
  seconds: z.number(),
  answersPerSecond: z.number(),
  /** Milliseconds; absent when fewer than two requests were answered. */
  p50: estimateSchema.optional(),
  p95: estimateSchema.optional(),
  p99: estimateSchema.optional(),
});

/** Body of `readiness/waiver`, a decision. */
export const waiverSchema = z.object({
  gate: z.string(),
  candidateId: z.string(),
  actor: z.string().min(1).max(100),
  reason: z.string().min(3).max(2000),
});

/** Body of `readiness/report`. */
export const readinessReportSchema = z.object({
  candidateId: z.string(),
  candidateName: z.string(),
  /** The candidate whole, since an optimiser's winner stands in no `strategy/candidate`. */
  candidate: candidateSchema.optional(),
  caseSetVersion: z.string(),
  /** Why this question set may be opened now: one use per release decision. */
  sealedUse: z.string(),
  gates: z.array(gateSchema),
  /** No blocking gate failed without a waiver. */
  ready: z.boolean(),
  /** Blocking gates that failed and were not waived. */
  failedGates: z.array(z.string()),
  /** Blocking gates that could not be decided. */
  unknownGates: z.array(z.string()).optional(),
  /** Blob of the HTML report. */
  htmlBlob: z.string(),
});

export type ReadinessConfig = z.infer<typeof readinessConfigSchema>;
export type Gate = z.infer<typeof gateSchema>;
export type LoadTest = z.infer<typeof loadTestSchema>;
export type Waiver = z.infer<typeof waiverSchema>;
export type Probes = z.infer<typeof probesSchema>;
export type Checks = z.infer<typeof checksSchema>;
export type ReadinessReport = z.infer<typeof readinessReportSchema>;
