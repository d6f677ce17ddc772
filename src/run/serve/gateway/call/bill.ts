import { costOf, estimateTokens } from '#build/models';
import type { Usage } from '#build/models/contract';
import type { LiveTarget } from '../plan/target.ts';
import type { GatewayCall } from './gateway-call.ts';
import type { Outcome, Seen } from './outcome.ts';

/** What a try used, and whether that is an estimate. */
export interface Bill {
  readonly usage: Usage;
  readonly estimated: boolean;
  readonly costNano: number;
}

export const nothingUsed: Usage = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };
export const noBill: Bill = { usage: nothingUsed, estimated: false, costNano: 0 };

const estimate = (call: GatewayCall, { outputBytes }: Seen): Usage => ({
  inputTokens: call.facts.inputTokens(),
  cachedInputTokens: 0,
  outputTokens: estimateTokens(outputBytes),
});

/** What the provider reported; where it did not come to that, an estimate from the bytes seen. Errors cost nothing. */
export const billOf = (call: GatewayCall, target: LiveTarget, outcome: Outcome): Bill => {
  if (outcome.kind === 'refused' || outcome.kind === 'failed') return noBill;
  const { usage: reported, partial = false } = outcome.seen;
  const usage = reported ?? estimate(call, outcome.seen);
  const estimated = reported === undefined || partial;
  return { usage, estimated, costNano: costOf(target.card, usage) };
};
