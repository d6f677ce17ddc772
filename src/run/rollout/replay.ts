import { createRateRatio, observeRateRatio, rateRatioLogE, type RateRatioState } from '#kernel/statistics';
import type { RolloutView } from './contract.ts';
import type { Unit } from './to-units.ts';

interface Happening {
  readonly at: number;
  readonly unit: Unit;
  readonly bad: boolean;
}

/** When the bad thing happened to a conversation; undefined while it has not. */
export type EventTime = (unit: Unit) => number | undefined;

const happenings = (units: readonly Unit[], eventTime: EventTime): readonly Happening[] =>
  units
    .flatMap((unit) => {
      const badAt = eventTime(unit);
      const begun = { at: unit.at, unit, bad: false };
      return badAt === undefined ? [begun] : [begun, { at: badAt, unit, bad: true }];
    })
    .toSorted((first, second) => first.at - second.at || Number(first.bad) - Number(second.bad));

export interface Replay {
  /** ln of the e-values against "not worse" and against "worse by the tolerance". */
  readonly logWorse: number;
  readonly logNotWorse: number;
  readonly history: RolloutView['history'];
}

const observe = (state: RateRatioState, { arm, propensity }: Unit): RateRatioState =>
  observeRateRatio(state, { arm: arm === 'canary' ? 'canary' : 'stable', propensity, bad: true });

/** Runs both tests over what happened, in its order. Good conversations carry no evidence and are only counted. */
export const replay = (units: readonly Unit[], eventTime: EventTime, tolerance: number): Replay => {
  let worse = createRateRatio({ side: 'worse' });
  let notWorse = createRateRatio({ side: 'notWorse', ratio: tolerance });
  let exposures = 0;
  let logs = { logWorse: 0, logNotWorse: 0 };
  const history: RolloutView['history'] = [];
  for (const { at, unit, bad } of happenings(units, eventTime)) {
    if (bad) {
      [worse, notWorse] = [observe(worse, unit), observe(notWorse, unit)];
      logs = { logWorse: rateRatioLogE(worse), logNotWorse: rateRatioLogE(notWorse) };
    } else exposures += 1;
    history.push({ exposures, at: new Date(at).toISOString(), ...logs });
  }
  return { ...logs, history };
};

const points = 400;

/** At most `points` of the history, evenly, the last one always. */
export const thin = (history: RolloutView['history']): RolloutView['history'] => {
  if (history.length <= points) return history;
  const step = (history.length - 1) / (points - 1);
  return Array.from({ length: points }, (_, index) => history[Math.round(index * step)]).filter(
    (point) => point !== undefined,
  );
};
