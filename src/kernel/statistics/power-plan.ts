import { requireShare, unitRange, type Range } from './interval.ts';

/** The variance, per case, of what a planned test looks at. */
export interface PowerPlan {
  /** Variance per case when nothing changed. */
  readonly nullVariance: number;
  /** Variance per case when the true difference is this. */
  readonly varianceAt: (difference: number) => number;
  /** The differences that are possible. */
  readonly range: Range;
}

/**
 * Two candidates with 0/1 outcomes on the same cases. `discordance` in (0, 1] is the share of cases on which
 * they differ: the smaller it is, the fewer cases are needed (Connor, Biometrics 43, 1987).
 */
export const pairedBinaryPlan = (discordance: number): PowerPlan => {
  if (discordance !== 1) requireShare('discordance', discordance);
  return {
    nullVariance: discordance,
    varianceAt: (difference) => Math.max(0, discordance - difference * difference),
    range: { min: -discordance, max: discordance },
  };
};

/** One 0/1 metric against a known rate `from` in (0, 1), such as the rate promised in the charter. */
export const proportionPlan = (from: number): PowerPlan => {
  requireShare('from', from);
  return {
    nullVariance: from * (1 - from),
    varianceAt: (difference) => Math.max(0, (from + difference) * (1 - from - difference)),
    range: { min: -from, max: 1 - from },
  };
};

/** Where the variance of a paired difference of scores comes from. */
export interface ScoreVariance {
  /** Variance of the difference between questions; 1/9 is what Miller takes when nothing is known. */
  readonly between?: number;
  /** Variance between repeats of one question: mean over questions, both candidates together. */
  readonly within?: number;
  /** Repeats of each question and candidate, averaged first. */
  readonly repeats?: number;
}

/**
 * Two candidates with graded scores in [0, 1] on the same questions, as in Miller (2411.00640, eq. 9):
 * variance = between + within / repeats. Repeats cannot reduce the part between questions.
 */
export const scorePlan = ({ between = 1 / 9, within = 0, repeats = 1 }: ScoreVariance = {}): PowerPlan => {
  const variance = between + within / repeats;
  if (!(variance > 0)) throw new RangeError(`the variance must be positive, got ${variance}`);
  return {
    nullVariance: variance,
    varianceAt: () => variance,
    range: { min: -unitRange.max, max: unitRange.max },
  };
};
