import type { Charter } from '#plan/charter';
import type { Assessment, AssessConfig } from './contract.ts';
import type { StrategyKind } from './rules.ts';

/** Model calls of one answer. */
const callsByKind: Readonly<Record<StrategyKind, number>> = {
  extractive: 0,
  'basic-rag': 1,
  'advanced-rag': 1,
  'rag-self-consistency': 3,
  agent: 3,
  'fine-tuning': 1,
  prompting: 1,
};

/** Seconds of one call: a small local model on two cores, and a hosted one, as low, likely, high. */
const millisecondsPerCall = { local: [800, 4000, 15_000], cloud: [400, 1500, 6000] } as const;
/** US dollars of one hosted call of about 2,000 input and 150 output tokens: small, middle, large model. */
const usdPerHostedCall = [0.0002, 0.001, 0.01] as const;
/** Search, guardrails and quoting without a model. */
const baseMilliseconds = [10, 40, 150] as const;

/** Latency and cost of one answer before anything was measured; later compared with what was. */
export const estimateAnswer = (
  kind: StrategyKind,
  { deployment }: AssessConfig,
  charter: Charter,
): Assessment['estimate'] => {
  const calls = callsByKind[kind];
  const hosted =
    deployment === 'cloud' || (deployment === 'either' && !charter.constraints.residency.includes('local'));
  const perCall = hosted ? millisecondsPerCall.cloud : millisecondsPerCall.local;
  const price = (index: 0 | 1 | 2): number => (hosted ? calls * usdPerHostedCall[index] : 0);
  const time = (index: 0 | 1 | 2): number => baseMilliseconds[index] + calls * perCall[index];
  return {
    latencyMs: { low: time(0), likely: time(1), high: time(2) },
    usdPerAnswer: { low: price(0), likely: price(1), high: price(2) },
    method: `${calls} model call(s) an answer, ${hosted ? 'hosted' : 'local on two cores'}, plus search and guardrails`,
  };
};
