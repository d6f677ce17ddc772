import { err, ok, type Fault, type RecordsDep, type Result, type StoredRecord } from '#kernel';
import type { TrialRating } from './contract.ts';
import { readCurrentTrial } from './current-trial.ts';
import { trialsFault } from './errors.ts';

/** Stores a rating by a named person as a decision; rating a question again replaces the earlier word. */
export const rateTrial = async (deps: RecordsDep, rating: TrialRating): Promise<Result<StoredRecord, Fault>> => {
  const current = await readCurrentTrial(deps);
  if (current?.hash !== rating.plan) return err(trialsFault('TRIALS_PLAN_MISSING', { plan: rating.plan }));
  if (!current.plan.pairs.some(({ caseId }) => caseId === rating.caseId)) {
    return err(trialsFault('TRIALS_QUESTION_UNKNOWN', { caseId: rating.caseId }));
  }
  const draft = { type: 'trials/rating', body: rating, inputs: [rating.plan] };
  const reason = rating.comment === '' ? `rated ${rating.caseId}` : rating.comment;
  return ok(await deps.records.decide(draft, { stage: 'trials', actor: rating.rater, reason }));
};
