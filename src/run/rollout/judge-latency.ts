import { sequentialDecision, shareLogE } from '#kernel/statistics';
import type { GuardState } from './contract.ts';
import { replay } from './replay.ts';
import type { Unit } from './to-units.ts';

/** A p95 at the target means that one answer in twenty may be slower. */
const limit = 0.05;

export interface LatencyLimits {
  readonly alpha: number;
  readonly tolerance: number;
  readonly slowerThanMs: number;
}

interface ArmCount {
  readonly bad: number;
  readonly units: number;
}

const countOf = (units: readonly Unit[], wanted: Unit['arm']): ArmCount => {
  const mine = units.filter(({ arm }) => arm === wanted);
  return { bad: mine.filter(({ slowAt }) => slowAt !== undefined).length, units: mine.length };
};

const logMean = (first: number, second: number): number => {
  const most = Math.max(first, second);
  return most + Math.log((Math.exp(first - most) + Math.exp(second - most)) / 2);
};

const shareOf = ({ bad, units }: ArmCount): string => `${bad} of ${units}`;

/**
 * The guard of the latency target; its event is a conversation with an answer slower than the target. It fails a
 * canary that is slow more often than control and more often than a p95 allows: both must be proven, so the smaller
 * e-value counts. It passes one that is slow not much more often than control, or as seldom as a p95 asks: either
 * will do, so the mean of the e-values counts, which is an e-value again.
 */
export const judgeLatency = (units: readonly Unit[], { alpha, tolerance, slowerThanMs }: LatencyLimits): GuardState => {
  const { logWorse, logNotWorse } = replay(units, ({ slowAt }) => slowAt, tolerance);
  const [control, canary] = [countOf(units, 'control'), countOf(units, 'canary')];
  const worse = Math.min(logWorse, shareLogE(canary, { limit, side: 'above' }));
  const notWorse = logMean(logNotWorse, shareLogE(canary, { limit, side: 'below' }));
  const { verdict, sentence } = sequentialDecision(
    { worse, notWorse, canaryUnits: canary.units },
    { rollbackAlpha: alpha, promotionAlpha: alpha },
  );
  const says = `Conversations with an answer slower than ${slowerThanMs} ms: control ${shareOf(control)}, canary ${shareOf(canary)}; 5 % may be. ${sentence}`;
  return { metric: 'latency-p95', logWorse: worse, logNotWorse: notWorse, line: -Math.log(alpha), verdict, says };
};
