import { countUnit, isComparable, noUnits, type ArmCounts, type Assignment, type Side } from './assignment.ts';
import { geometricGrid, logMeanExp } from './mixture.ts';

/** Settings of a rate-ratio test. */
export interface RateRatioOptions {
  /** 'worse' tests H0: ratio <= `ratio` (rejected: roll back); 'notWorse' H0: ratio >= `ratio` (rejected: safe). */
  readonly side: Side;
  /** The ratio canary rate / stable rate at the edge of the null hypothesis, > 0. */
  readonly ratio?: number;
  /** Alternatives that are mixed, >= 2, spread geometrically from 1.05 to 20 times the null ratio. */
  readonly gridSize?: number;
}

/** All a rate-ratio test remembers: plain data, to be stored as it is. */
export interface RateRatioState {
  readonly side: Side;
  readonly ratio: number;
  readonly grid: readonly number[];
  readonly logWeights: readonly number[];
  readonly units: ArmCounts;
  readonly badUnits: ArmCounts;
}

/** One unit: how it was assigned and whether something bad happened to it. */
export interface RateRatioObservation extends Assignment {
  readonly bad: boolean;
}

/**
 * Starts the conditional rate-ratio e-process for bad events: errors, guardrail blocks, latency over a frozen
 * threshold (Lindon & Malek 2210.08589, with a grid so that the propensity may change). Valid at any stopping
 * time, under any base rate that moves over time.
 */
export const createRateRatio = ({ side, ratio = 1, gridSize = 24 }: RateRatioOptions): RateRatioState => {
  if (!(ratio > 0 && gridSize >= 2)) {
    throw new RangeError(`ratio must be positive and gridSize >= 2, got ${ratio}, ${gridSize}`);
  }
  const [first, last] = side === 'worse' ? [1.05 * ratio, 20 * ratio] : [ratio / 20, ratio / 1.05];
  return {
    side,
    ratio,
    grid: geometricGrid(first, last, gridSize),
    logWeights: Array.from({ length: gridSize }, () => 0),
    units: noUnits,
    badUnits: noUnits,
  };
};

/** ln of the chance that a bad event fell on the arm it did, if the ratio of the rates is `ratio`. */
const logChance = ({ arm, propensity }: Assignment, ratio: number): number => {
  const canary = (propensity * ratio) / (propensity * ratio + 1 - propensity);
  return Math.log(arm === 'canary' ? canary : 1 - canary);
};

/** The test after one more unit. Good events are counted and change no evidence. */
export const observeRateRatio = (state: RateRatioState, observation: RateRatioObservation): RateRatioState => {
  const { arm, bad } = observation;
  const comparable = isComparable(observation);
  const units = countUnit(state.units, arm);
  if (!bad) return { ...state, units };
  const badUnits = countUnit(state.badUnits, arm);
  if (!comparable) return { ...state, units, badUnits };
  const atNull = logChance(observation, state.ratio);
  const logWeights = state.logWeights.map(
    (weight, index) => weight + logChance(observation, state.grid[index] ?? 1) - atNull,
  );
  return { ...state, logWeights, units, badUnits };
};

/** ln of the e-value: evidence against the null hypothesis, 0 at the start; reject at ln(1 / alpha). */
export const rateRatioLogE = ({ logWeights }: RateRatioState): number => logMeanExp(logWeights);
