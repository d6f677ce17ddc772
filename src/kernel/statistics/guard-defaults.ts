/** How one guardrail of a rollout is tested. */
export interface GuardDefault {
  /** Its share of the chance of a false rollback; the shares below sum to 0.05. */
  readonly rollbackAlpha: number;
  /** The chance of a false "not worse" that promotion accepts. */
  readonly promotionAlpha: number;
  /** Harm that promotion tolerates: a ratio of rates, or for the judge a loss of mean score. */
  readonly margin: number;
}

/**
 * The defaults of a rollout: rollback is a union over guardrails and splits 0.05
 * between them, promotion is an intersection and needs no split.
 */
export const guardDefaults = {
  error: { rollbackAlpha: 0.02, promotionAlpha: 0.05, margin: 2 },
  guardrail: { rollbackAlpha: 0.01, promotionAlpha: 0.05, margin: 1.5 },
  latency: { rollbackAlpha: 0.01, promotionAlpha: 0.05, margin: 1.5 },
  judge: { rollbackAlpha: 0.01, promotionAlpha: 0.05, margin: 0.03 },
} as const satisfies Record<string, GuardDefault>;
