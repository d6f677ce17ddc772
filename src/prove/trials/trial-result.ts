import { meanEstimate } from '#kernel/statistics';
import type { TrialPlan, TrialRating, TrialResult } from './contract.ts';

/** The newest word of every rater on every question; ratings come newest first. */
export const latestRatings = (ratings: readonly TrialRating[]): readonly TrialRating[] => {
  const latest = new Map<string, TrialRating>();
  for (const rating of ratings) {
    const key = JSON.stringify([rating.rater, rating.caseId]);
    if (!latest.has(key)) latest.set(key, rating);
  }
  return [...latest.values()];
};

type Choice = { readonly caseId: string; readonly prefers: 'left' | 'right' | 'tie' };

const toChoice = (plan: TrialPlan, { caseId, verdict }: TrialRating): readonly Choice[] => {
  const pair = plan.pairs.find((each) => each.caseId === caseId);
  if (pair === undefined) return [];
  if (verdict === 'tie') return [{ caseId, prefers: 'tie' }];
  const other = pair.firstIs === 'left' ? 'right' : 'left';
  return [{ caseId, prefers: verdict === 'first' ? pair.firstIs : other }];
};

/**
 * What the raters prefer, with its interval (Wilson; with several raters of one question their votes are taken
 * together, since they are not independent). Ties decide nothing and are counted.
 */
export const trialResult = (plan: TrialPlan, ratings: readonly TrialRating[]): TrialResult => {
  const latest = latestRatings(ratings);
  const choices = latest.flatMap((rating) => toChoice(plan, rating));
  const decided = choices.filter(({ prefers }) => prefers !== 'tie');
  const count = (side: Choice['prefers']): number => choices.filter(({ prefers }) => prefers === side).length;
  const preference = meanEstimate(
    decided.map(({ prefers }) => Number(prefers === 'right')),
    { clusters: decided.map(({ caseId }) => caseId) },
  );
  return {
    ratings: choices.length,
    raters: [...new Set(latest.map(({ rater }) => rater))].toSorted(),
    left: count('left'),
    right: count('right'),
    ties: count('tie'),
    ...(preference && { preference }),
  };
};
