import type { RecordsDep, StoredRecord } from '#kernel';
import { trialPlanSchema, trialRatingSchema, type TrialPlan, type TrialRating } from './contract.ts';

/** The newest plan and its ratings, newest first. */
export interface CurrentTrial {
  readonly hash: string;
  readonly plan: TrialPlan;
  readonly ratings: readonly TrialRating[];
}

const ratingOf = ({ body }: StoredRecord): readonly TrialRating[] => {
  const parsed = trialRatingSchema.safeParse(body);
  return parsed.success ? [parsed.data] : [];
};

/** Reads the trial that is open now; undefined when none was planned. */
export const readCurrentTrial = async ({ records }: RecordsDep): Promise<CurrentTrial | undefined> => {
  const [stored] = await records.list({ type: 'trials/plan', current: true, limit: 1 });
  if (stored === undefined) return undefined;
  const decisions = await records.list({ type: 'trials/rating', limit: 10_000 });
  const ratings = decisions.flatMap(ratingOf).filter(({ plan }) => plan === stored.hash);
  return { hash: stored.hash, plan: trialPlanSchema.parse(stored.body), ratings };
};
