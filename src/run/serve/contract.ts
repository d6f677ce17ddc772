import { z } from 'zod';
import { gatewayConfigSchema } from './gateway-contract.ts';

export const serveConfigSchema = z.strictObject({
  /** Requests answered at once; more wait in a queue of `queue`, and beyond that get 429. */
  concurrency: z.number().int().min(1).max(1024).default(64),
  queue: z.number().int().min(0).max(10_000).default(256),
  maximumBodyBytes: z.number().int().positive().default(262_144),
  /** Whether questions and answers are kept on spans. */
  capture: z.enum(['on', 'off']).default('on'),
  /** Models of providers behind the same door: routes, limits, caches. */
  gateway: gatewayConfigSchema.prefault({}),
});

/** Body of `serve/endpoint`: the candidate answered a smoke question through the real HTTP path. */
export const endpointSchema = z.object({
  candidateId: z.string(),
  smoke: z.array(z.object({ check: z.string(), ok: z.boolean(), detail: z.string() })),
});

/** Body of POST /v1/feedback. */
export const feedbackSchema = z.strictObject({
  trace_id: z.string().regex(/^[0-9a-f]{32}$/),
  /** 1 is a thumb up, 0 a thumb down. */
  value: z.number().min(0).max(1),
  name: z.string().max(100).default('thumb'),
  comment: z.string().max(4000).optional(),
});

export {
  batchProblemSchema,
  batchStatusSchema,
  type BatchProblem,
  type BatchStatus,
} from './batches/batch-contract.ts';
export {
  isBudget,
  limitKinds,
  limitLevels,
  limitRuleSchema,
  type LimitKind,
  type LimitLevel,
  type LimitRule,
} from './limits/limits-contract.ts';
export {
  budgetListSchema,
  keyDetailsSchema,
  keyListSchema,
  shownKeySchema,
  traceAccountsSchema,
  usageReplySchema,
  type ApiKeyView,
  type LimitStandingView,
} from './limits/keys-contract.ts';
export { usageDimensions, usageRowSchema, type UsageDimension, type UsageRow } from './limits/usage-contract.ts';
export {
  gatewayViewSchema,
  type GatewayView,
  type RouteView,
  type TargetView,
} from './observe/gateway-view-contract.ts';
export type { Condition, GatewayConfig, GatewayRoute, Target, Timeouts } from './gateway-contract.ts';
export type ServeConfig = z.infer<typeof serveConfigSchema>;
export type Endpoint = z.infer<typeof endpointSchema>;
export type Feedback = z.infer<typeof feedbackSchema>;
