import { countUnit, isComparable, noUnits, type ArmCounts, type Assignment, type Side } from './assignment.ts';
import { clamp, requireFinite, unitRange } from './interval.ts';
import { geometricGrid, logMeanExp } from './mixture.ts';

/** Settings of a bounded-difference test. */
export interface BoundedDifferenceOptions {
  /** 'worse' tests H0: harm <= margin (rejected: roll back); 'notWorse' H0: harm >= margin (rejected: safe). */
  readonly side: Side;
  /** Which outcomes are harm: 'lower' for a judge's score, 'higher' for scaled cost or latency. */
  readonly worseWhen: 'higher' | 'lower';
  /** Tolerated harm, 0 <= margin < 1, in the unit of the outcome. */
  readonly margin?: number;
  /** First guess of the mean outcome, 0 to 1, and how many units it counts for. */
  readonly prior?: { readonly mean: number; readonly weight: number };
  /** Bet sizes that are mixed, >= 2, spread geometrically from 0.002 to 0.9. */
  readonly gridSize?: number;
}

/** All a bounded-difference test remembers: plain data, to be stored as it is. */
export interface BoundedDifferenceState {
  /** +1 bets that larger outcomes of the canary exceed `threshold`, -1 that smaller ones do. */
  readonly sign: 1 | -1;
  readonly threshold: number;
  readonly bets: readonly number[];
  readonly logWeights: readonly number[];
  /** Pseudo-count and sum behind the running guess of the mean outcome. */
  readonly guess: { readonly weight: number; readonly sum: number };
  readonly units: ArmCounts;
  /** Outcomes outside [0, 1] that were cut: anything but 0 means that the scaling is wrong. */
  readonly clamped: number;
  /** Mean and squared deviations of the unbiased per-unit differences canary - stable, for display. */
  readonly spread: { readonly n: number; readonly mean: number; readonly squares: number };
}

/** One unit: how it was assigned and its outcome in [0, 1]. */
export interface BoundedObservation extends Assignment {
  readonly outcome: number;
}

/**
 * Starts the doubly robust betting e-process for the difference of the means of outcomes in [0, 1]: judge
 * scores, capped latency or cost (Waudby-Smith & Ramdas, JRSS-B 86, 2024, on differences weighted by
 * 1 / propensity). Exact at any stopping time, under drift and any ramp of the propensity.
 */
export const createBoundedDifference = ({
  side,
  worseWhen,
  margin = 0,
  prior = { mean: 0.5, weight: 50 },
  gridSize = 20,
}: BoundedDifferenceOptions): BoundedDifferenceState => {
  if (!(margin >= 0 && margin < 1 && gridSize >= 2 && prior.weight > 0)) {
    throw new RangeError(
      `need 0 <= margin < 1, gridSize >= 2, prior weight > 0, got ${margin}, ${gridSize}, ${prior.weight}`,
    );
  }
  const harm = worseWhen === 'higher' ? 1 : -1;
  return {
    sign: side === 'worse' ? harm : harm === 1 ? -1 : 1,
    threshold: side === 'worse' ? margin : 0 - margin,
    bets: geometricGrid(0.002, 0.9, gridSize),
    logWeights: Array.from({ length: gridSize }, () => 0),
    guess: { weight: prior.weight, sum: prior.weight * prior.mean },
    units: noUnits,
    clamped: 0,
    spread: { n: 0, mean: 0, squares: 0 },
  };
};

/** Welford's update of mean and squared deviations. */
const widen = (
  { n, mean, squares }: BoundedDifferenceState['spread'],
  value: number,
): BoundedDifferenceState['spread'] => {
  const moved = mean + (value - mean) / (n + 1);
  return { n: n + 1, mean: moved, squares: squares + (value - mean) * (value - moved) };
};

/** The least value sign * (unbiased difference) can take for a guess: what a bet can lose. */
const worstCase = (sign: 1 | -1, guess: number, propensity: number): number => {
  const [over, under] = sign === 1 ? [guess, 1 - guess] : [1 - guess, guess];
  return -Math.max(over / propensity, under / (1 - propensity));
};

/** The evidence and the spread after a unit that could have gone to either arm. */
const bet = (
  state: BoundedDifferenceState,
  { arm, propensity, outcome }: BoundedObservation,
): Pick<BoundedDifferenceState, 'logWeights' | 'spread'> => {
  const { sign, threshold, bets } = state;
  const guess = state.guess.sum / state.guess.weight;
  const weight = arm === 'canary' ? 1 / propensity : -1 / (1 - propensity);
  const difference = weight * (outcome - guess);
  const stake = threshold - worstCase(sign, guess, propensity);
  const gain = (sign * difference - threshold) / stake;
  return {
    logWeights: state.logWeights.map((log, index) => log + Math.log1p((bets[index] ?? 0) * gain)),
    spread: widen(state.spread, difference),
  };
};

/** The test after one more unit; an outcome outside [0, 1] is cut and counted, one that is no number throws. */
export const observeBoundedDifference = (
  state: BoundedDifferenceState,
  observation: BoundedObservation,
): BoundedDifferenceState => {
  requireFinite('outcome', [observation.outcome]);
  const outcome = clamp(observation.outcome, unitRange);
  const evidence = isComparable(observation) ? bet(state, { ...observation, outcome }) : undefined;
  return {
    ...state,
    ...evidence,
    guess: { weight: state.guess.weight + 1, sum: state.guess.sum + outcome },
    units: countUnit(state.units, observation.arm),
    clamped: state.clamped + Number(outcome !== observation.outcome),
  };
};

/** ln of the e-value: evidence against the null hypothesis, 0 at the start; reject at ln(1 / alpha). */
export const boundedDifferenceLogE = ({ logWeights }: BoundedDifferenceState): number => logMeanExp(logWeights);
