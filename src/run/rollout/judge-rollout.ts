import {
  createRateRatio,
  observeRateRatio,
  rateRatioLogE,
  sequentialDecision,
  wilson,
  type RateRatioState,
} from '#kernel/statistics';
import type { GuardState, RolloutConfig, RolloutView } from './contract.ts';
import type { RolloutAnswer } from './evidence.ts';

/** A conversation and the first bad thing that happened in it. */
interface Unit {
  readonly arm: 'control' | 'canary';
  readonly propensity: number;
  readonly at: number;
  readonly badAt: number | undefined;
}

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

export type JudgeConfig = Pick<RolloutConfig, 'alpha' | 'tolerance' | 'maximumExposures'>;

const badTime = ({ failed, at, markedBadAt }: RolloutAnswer): number | undefined => (failed ? at : markedBadAt);

const earlier = (first: number | undefined, second: number | undefined): number | undefined =>
  first === undefined || second === undefined ? (first ?? second) : Math.min(first, second);

/** Conversations, not answers: that is what was assigned, and answers of one conversation are not independent. */
const toUnits = (answers: readonly RolloutAnswer[]): readonly Unit[] => {
  const unitsById = new Map<string, Unit>();
  for (const answer of answers) {
    const known = unitsById.get(answer.unit);
    const badAt = earlier(known?.badAt, badTime(answer));
    unitsById.set(
      answer.unit,
      known === undefined
        ? { arm: answer.arm, propensity: answer.propensity, at: answer.at, badAt }
        : { ...known, badAt },
    );
  }
  return [...unitsById.values()];
};

interface Happening {
  readonly at: number;
  readonly unit: Unit;
  readonly bad: boolean;
}

const happenings = (units: readonly Unit[]): readonly Happening[] =>
  units
    .flatMap((unit) => [
      { at: unit.at, unit, bad: false },
      ...(unit.badAt === undefined ? [] : [{ at: unit.badAt, unit, bad: true }]),
    ])
    .toSorted((first, second) => first.at - second.at || Number(first.bad) - Number(second.bad));

interface Replay {
  readonly worse: RateRatioState;
  readonly notWorse: RateRatioState;
  readonly history: RolloutView['history'];
}

const observe = (state: RateRatioState, { arm, propensity }: Unit): RateRatioState =>
  observeRateRatio(state, { arm: arm === 'canary' ? 'canary' : 'stable', propensity, bad: true });

/** Runs both tests over what happened, in its order. Good conversations carry no evidence and are only counted. */
const replay = (events: readonly Happening[], tolerance: number): Replay => {
  let worse = createRateRatio({ side: 'worse' });
  let notWorse = createRateRatio({ side: 'notWorse', ratio: tolerance });
  let exposures = 0;
  let logs = { logWorse: 0, logNotWorse: 0 };
  const history: RolloutView['history'] = [];
  for (const { at, unit, bad } of events) {
    if (bad) {
      [worse, notWorse] = [observe(worse, unit), observe(notWorse, unit)];
      logs = { logWorse: rateRatioLogE(worse), logNotWorse: rateRatioLogE(notWorse) };
    } else exposures += 1;
    history.push({ exposures, at: new Date(at).toISOString(), ...logs });
  }
  return { worse, notWorse, history };
};

const points = 400;

/** At most `points` of the history, evenly, the last one always. */
const thin = (history: RolloutView['history']): RolloutView['history'] => {
  if (history.length <= points) return history;
  const step = (history.length - 1) / (points - 1);
  return Array.from({ length: points }, (_, index) => history[Math.round(index * step)]).filter(
    (point) => point !== undefined,
  );
};

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

/**
 * Judges a rollout by the evidence so far; may be asked after every answer, as often as one likes. A bad event is a
 * conversation in which an answer failed or was marked bad. Pass, fail or continue; time alone never decides.
 */
export const judgeRollout = (
  answers: readonly RolloutAnswer[],
  { alpha, tolerance, maximumExposures }: JudgeConfig,
): Judgement => {
  const units = toUnits(answers);
  const { worse, notWorse, history } = replay(happenings(units), tolerance);
  const arms = armsOf(units);
  const canaryUnits = units.filter(({ arm }) => arm === 'canary').length;
  const [logWorse, logNotWorse] = [rateRatioLogE(worse), rateRatioLogE(notWorse)];
  const decided = sequentialDecision(
    { worse: logWorse, notWorse: logNotWorse, canaryUnits },
    { rollbackAlpha: alpha, promotionAlpha: alpha },
  );
  const tripped = tripWire(answers);
  const verdict = tripped === undefined ? decided.verdict : 'fail';
  const isOver = verdict === 'continue' && units.length >= maximumExposures;
  const says = `${tripped ?? decided.sentence}${isOver ? ` ${maximumExposures} conversations were the limit: a person has to decide.` : ''}`;
  const guard: GuardState = { metric: 'bad-answer-rate', logWorse, logNotWorse, line: -Math.log(alpha), verdict, says };
  return { verdict, because: says, guards: [guard], arms, history: thin(history), exposures: units.length };
};
