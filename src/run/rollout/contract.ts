import { z } from 'zod';
import { candidateSchema } from '#build/strategy/contract';

export const rolloutConfigSchema = z.strictObject({
  /** `canary` splits users and decides by evidence; `blue-green` switches at once and keeps the old release warm. */
  mode: z.enum(['canary', 'blue-green']).default('canary'),
  /** Share of conversations that get the canary, 0 to 1, exclusive. */
  share: z.number().gt(0).lt(1).default(0.25),
  /** Chance that an equal canary is taken away, at the most; the guards share it. Promotion asks as much of each. */
  alpha: z.number().gt(0).lt(1).default(0.05),
  /** The canary may be this many times as bad (rate ratio) and still pass. */
  tolerance: z.number().min(1).default(1.25),
  maximumExposures: z.number().int().positive().default(5000),
});

/** Body of `rollout/release`: an immutable bundle; its record hash is the release id. */
export const releaseSchema = z.object({
  candidate: candidateSchema,
  readiness: z.string(),
  /** Record hashes of everything it was made from, by stage. */
  parts: z.record(z.string(), z.string()),
});

/** Body of `rollout/blocked`: why a candidate was not released. */
export const blockedSchema = z.object({
  candidateId: z.string(),
  failedGates: z.array(z.string()),
  because: z.string(),
});

/** A rollout that is over, so that it can still be looked at. */
export const endedRolloutSchema = z.object({
  rolloutId: z.string(),
  release: z.string(),
  control: z.string(),
  share: z.number(),
  startedAt: z.string(),
  simulated: z.boolean(),
});

/** Body of the decisions of a person over a rollout. */
export const rolloutOrderSchema = z.strictObject({
  /** Who decides; stands in the ledger. */
  actor: z.string().trim().min(1).max(100),
  reason: z.string().trim().min(3).max(2000),
});

/** Value of the pointer `rollout/state`. */
export const rolloutStateSchema = z.object({
  /** Release id (record hash) that `/v1` serves; absent before the first release. */
  active: z.string().optional(),
  previous: z.string().optional(),
  canary: z
    .object({
      rolloutId: z.string(),
      release: z.string(),
      share: z.number(),
      startedAt: z.string(),
      /** A regression put in on purpose to watch a rollback. */
      simulated: z.boolean().default(false),
    })
    .optional(),
  lastDecision: z
    .object({
      at: z.string(),
      rolloutId: z.string(),
      verdict: z.enum(['promoted', 'rolled-back', 'aborted']),
      because: z.string(),
      actor: z.string(),
    })
    .optional(),
  /** The rollout that `lastDecision` ended. */
  ended: endedRolloutSchema.optional(),
  /** Ids of candidates that evidence rolled back; a run does not start them again by itself. */
  rejected: z.array(z.string()).max(1000).default([]),
});

/** One guard: the two sequential tests of one bad event. */
export const guardStateSchema = z.object({
  metric: z.string(),
  /** Natural logarithms of the e-values. */
  logWorse: z.number(),
  logNotWorse: z.number(),
  /** Decision line: the logarithm of 1 / (its part of alpha). */
  line: z.number(),
  verdict: z.enum(['pass', 'fail', 'continue']),
  says: z.string(),
});

/** What the console draws of a running or finished rollout. */
export const rolloutViewSchema = z.object({
  state: rolloutStateSchema,
  arms: z.array(
    z.object({
      arm: z.enum(['control', 'canary']),
      release: z.string(),
      name: z.string(),
      exposures: z.number().int(),
      bad: z.number().int(),
      badRate: z.object({ value: z.number(), low: z.number(), high: z.number() }).optional(),
    }),
  ),
  guards: z.array(guardStateSchema),
  /** The e-values over exposures, at most 400 points. */
  history: z.array(
    z.object({ exposures: z.number().int(), at: z.string(), logWorse: z.number(), logNotWorse: z.number() }),
  ),
});

export type RolloutConfig = z.infer<typeof rolloutConfigSchema>;
export type Release = z.infer<typeof releaseSchema>;
export type Blocked = z.infer<typeof blockedSchema>;
export type EndedRollout = z.infer<typeof endedRolloutSchema>;
export type RolloutOrder = z.infer<typeof rolloutOrderSchema>;
export type RolloutState = z.infer<typeof rolloutStateSchema>;
export type GuardState = z.infer<typeof guardStateSchema>;
export type RolloutView = z.infer<typeof rolloutViewSchema>;
