import { resampledMeans, shareBelow } from './bootstrap.ts';
import { requireShare, type Estimate, type Range } from './interval.ts';
import { mcnemar } from './mcnemar.ts';
import { fewUnits, rangeOf, unitsInterval, type MeanOptions } from './mean-estimate.ts';
import { sortedQuantile } from './quantile.ts';
import { studentP } from './student-mean.ts';
import { tangoInterval } from './tango.ts';
import { isDegenerate, toUnits, type Units } from './units.ts';

/** The outcomes of two candidates on the same cases in the same order. */
export interface Pairs {
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
}

/** How a candidate differs from a baseline on the same cases. */
export interface PairedDifference {
  /** Mean of candidate - baseline, in the unit of the outcomes. */
  readonly difference: Estimate;
  /** Two-sided p of no difference: exact McNemar, t or bootstrap, as the interval. */
  readonly p: number;
  /** Cases where the candidate's outcome is larger. */
  readonly wins: number;
  /** Cases where it is smaller. */
  readonly losses: number;
}

const differenceRange = (range: Range | undefined): Range | undefined =>
  range && { min: range.min - range.max, max: range.max - range.min };

type Test = Pick<PairedDifference, 'difference' | 'p'>;

/** Percentile interval and the p at which it would touch zero, from the same draws. */
const bootstrapTest = (units: Units, { level = 0.95, ...options }: MeanOptions): Test => {
  const means = resampledMeans(units, { resamples: 10_000, ...options });
  const below = shareBelow(means, 0);
  const n = units.sums.length;
  const difference = {
    value: units.mean,
    low: Math.min(units.mean, sortedQuantile(means, (1 - level) / 2)),
    high: Math.max(units.mean, sortedQuantile(means, (1 + level) / 2)),
    level,
    n,
    method: n < units.size ? 'clustered-paired-bootstrap' : 'paired-bootstrap',
  };
  return { difference, p: 2 * Math.min(below, 1 - below) };
};

/** Differences that are all equal: the sign test, and what n units still allow on the range. */
const degenerateTest = (units: Units, level: number, range: Range | undefined): Test | undefined => {
  const n = units.sums.length;
  const changed = units.mean === 0 ? 0 : n;
  const difference =
    changed === 0 && range !== undefined
      ? tangoInterval({ wins: 0, losses: 0, n }, level, range.max)
      : unitsInterval(units, level, { range });
  return difference && { difference, p: mcnemar(changed, 0).p };
};

/** The test that fits graded or clustered differences. */
const unitsTest = (units: Units, range: Range | undefined, options: MeanOptions): Test | undefined => {
  const { level = 0.95 } = options;
  if (isDegenerate(units)) return degenerateTest(units, level, range);
  if (units.sums.length >= fewUnits) return bootstrapTest(units, options);
  const difference = unitsInterval(units, level, { range });
  return difference && { difference, p: studentP(units) };
};

/** Candidate - baseline of each case; a difference of rounding size is none. */
const subtract = ({ baseline, candidate }: Pairs): readonly number[] => {
  if (candidate.length !== baseline.length) {
    throw new RangeError(`pairs must match: ${baseline.length} baseline, ${candidate.length} candidate outcomes`);
  }
  return candidate.map((outcome, index) => {
    const reference = baseline[index] ?? NaN;
    const rounding = 1e-12 * Math.max(Math.abs(outcome), Math.abs(reference));
    return Math.abs(outcome - reference) <= rounding ? 0 : outcome - reference;
  });
};

/**
 * Compares a candidate with a baseline on the same cases, value = candidate - baseline. 0/1 outcomes: Tango's
 * score interval and McNemar's exact p; fewer than 15 units: t; otherwise a seeded paired bootstrap
 * (10,000 draws, percentile). Clusters are resampled whole. `undefined` for no cases, and for a single
 * unit without a range. Outcomes that all lie in [0, 1] are taken as scores unless `range` says otherwise.
 */
export const pairedDifference = (pairs: Pairs, options: MeanOptions = {}): PairedDifference | undefined => {
  const { level = 0.95, clusters, range: asked } = options;
  requireShare('level', level);
  const differences = subtract(pairs);
  const units = toUnits(differences, clusters);
  const n = differences.length;
  if (n === 0) return undefined;
  const outcomes = [...pairs.baseline, ...pairs.candidate];
  const range = rangeOf(outcomes, asked);
  const wins = differences.filter((difference) => difference > 0).length;
  const losses = differences.filter((difference) => difference < 0).length;
  const binary = outcomes.every((outcome) => outcome === 0 || outcome === 1);
  const test =
    binary && asked !== 'unbounded' && units.sums.length === n
      ? { difference: tangoInterval({ wins, losses, n }, level), p: mcnemar(wins, losses).p }
      : unitsTest(units, differenceRange(range), options);
  return test && { ...test, wins, losses };
};
