import { combineDecisions, sequentialDecision, wilson, type SequentialDecision } from '#kernel/statistics';
import type { GuardState, RolloutConfig, RolloutView } from './contract.ts';
import type { RolloutAnswer } from './evidence.ts';
import { judgeLatency } from './judge-latency.ts';
import { replay, thin } from './replay.ts';
import { toUnits, type Unit } from './to-units.ts';

export interface Judgement {
  readonly verdict: 'pass' | 'fail' | 'continue';
  readonly because: string;
  readonly guards: readonly GuardState[];
  readonly arms: readonly {
    readonly arm: 'control' | 'canary';
    readonly exposures: number;
    readonly bad: number;
    readonly badRate?: RolloutView['arms'][number]['badRate'];
  }[];
  readonly history: RolloutView['history'];
  /** Conversations seen. */
  readonly exposures: number;
}

export interface JudgeConfig extends Pick<RolloutConfig, 'alpha' | 'tolerance' | 'maximumExposures'> {
  /** The latency target of the charter in milliseconds; without one latency is not guarded. */
  readonly slowerThanMs?: number | undefined;
}

const consecutive = 5;

/** A canary whose last answers all failed is taken away at once, without waiting for evidence. */
const tripWire = (answers: readonly RolloutAnswer[]): string | undefined => {
  const last = answers.filter(({ arm }) => arm === 'canary').slice(-consecutive);
  const tripped = last.length === consecutive && last.every(({ failed }) => failed);
  return tripped ? `The last ${consecutive} answers of the canary failed.` : undefined;
};

const armsOf = (units: readonly Unit[]): Judgement['arms'] =>
  (['control', 'canary'] as const).map((arm) => {
    const mine = units.filter((unit) => unit.arm === arm);
    const bad = mine.filter(({ badAt }) => badAt !== undefined).length;
    const rate = wilson(bad, mine.length);
    return {
      arm,
      exposures: mine.length,
      bad,
      ...(rate === undefined ? {} : { badRate: { value: rate.value, low: rate.low, high: rate.high } }),
    };
  });

interface JudgedBad {
  readonly guard: GuardState;
  readonly history: RolloutView['history'];
}

const judgeBadAnswers = (units: readonly Unit[], { alpha, tolerance }: JudgeConfig): JudgedBad => {
  const { logWorse, logNotWorse, history } = replay(units, ({ badAt }) => badAt, tolerance);
  const canaryUnits = units.filter(({ arm }) => arm === 'canary').length;
  const { verdict, sentence } = sequentialDecision(
    { worse: logWorse, notWorse: logNotWorse, canaryUnits },
    { rollbackAlpha: alpha, promotionAlpha: alpha },
  );
  const guard = { metric: 'bad-answer-rate', logWorse, logNotWorse, line: -Math.log(alpha), verdict, says: sentence };
  return { guard, history };
};

const combine = (guards: readonly GuardState[]): SequentialDecision => {
  const decisions = guards.map(({ metric, verdict, says }) => [metric, { verdict, sentence: says }] as const);
  const [only, second] = decisions;
  return only !== undefined && second === undefined ? only[1] : combineDecisions(Object.fromEntries(decisions));
};

/**
 * Judges a rollout by the evidence so far; may be asked after every answer, as often as one likes. A bad event is a
 * conversation in which an answer failed or was marked bad; where the charter has a latency target, a second guard
 * watches the conversations with an answer slower than that. One failing guard fails, all must pass; time alone never
 * decides. The guards share `alpha`.
 */
export const judgeRollout = (answers: readonly RolloutAnswer[], config: JudgeConfig): Judgement => {
  const { alpha, maximumExposures, slowerThanMs } = config;
  const units = toUnits(answers);
  const shared = { ...config, alpha: slowerThanMs === undefined ? alpha : alpha / 2 };
  const { guard, history } = judgeBadAnswers(units, shared);
  const guards = slowerThanMs === undefined ? [guard] : [guard, judgeLatency(units, { ...shared, slowerThanMs })];
  const decided = combine(guards);
  const tripped = tripWire(answers);
  const verdict = tripped === undefined ? decided.verdict : 'fail';
  const isOver = verdict === 'continue' && units.length >= maximumExposures;
  const over = isOver ? ` ${maximumExposures} conversations were the limit: a person has to decide.` : '';
  const because = `${tripped ?? decided.sentence}${over}`;
  // A trip wire is about answers that failed, so it shows on their guard.
  const shown =
    tripped === undefined
      ? guards.map((one) => (one.verdict === 'continue' ? { ...one, says: `${one.says}${over}` } : one))
      : [{ ...guard, verdict, says: tripped }, ...guards.slice(1)];
  return { verdict, because, guards: shown, arms: armsOf(units), history: thin(history), exposures: units.length };
};
