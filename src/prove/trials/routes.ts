import { z } from 'zod';
import { defineRoute, err, ok, type Fault, type RecordsDep, type Result, type Route, type RouteReply } from '#kernel';
import { trialRatingSchema, type TrialResult } from './contract.ts';
import { readCurrentTrial } from './current-trial.ts';
import { trialsFault } from './errors.ts';
import { nextUnrated } from './next-unrated.ts';
import { rateTrial } from './rate-trial.ts';
import { trialResult } from './trial-result.ts';

const raterSchema = z.string().trim().min(1).max(100);
const ratingBody = trialRatingSchema.extend({ rater: raterSchema });

type Reply = Promise<Result<RouteReply, Fault>>;

const json = (body: unknown, status = 200): Result<RouteReply, never> => ok({ kind: 'json', status, body });
const emptyResult: TrialResult = { ratings: 0, raters: [], left: 0, right: 0, ties: 0 };
const noPlan = () => err(trialsFault('TRIALS_PLAN_MISSING', { plan: '(none)' }));

const showTrial = async (deps: RecordsDep): Reply => {
  const current = await readCurrentTrial(deps);
  if (current === undefined) return json({ plan: null, result: emptyResult, ratings: [] });
  const { hash, plan, ratings } = current;
  const { left, right, pairs } = plan;
  return json({ plan: { hash, left, right, pairs: pairs.length }, result: trialResult(plan, ratings), ratings });
};

const showNext = async (deps: RecordsDep, rater: string): Reply => {
  const current = await readCurrentTrial(deps);
  return json(current === undefined ? { done: 0, total: 0 } : nextUnrated(current, rater));
};

const takeRating = async (deps: RecordsDep, rating: z.infer<typeof ratingBody>): Reply => {
  const stored = await rateTrial(deps, rating);
  if (!stored.ok) return stored;
  const current = await readCurrentTrial(deps);
  if (current === undefined) return noPlan();
  const { done, total } = nextUnrated(current, rating.rater);
  // Which answer was whose is never told: it would colour the questions that are still open.
  return json({ record: stored.value.hash, done, total }, 201);
};

/** The trial's API. No reply tells which of two answers is whose. */
export const trialRoutes = (deps: RecordsDep): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/trials',
    access: 'session',
    summary: 'The open trial and its result',
    handle: () => showTrial(deps),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/trials/next',
    access: 'session',
    summary: 'The next question a rater has not rated',
    query: z.object({ rater: raterSchema }),
    handle: ({ query }) => showNext(deps, query.rater),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/trials/ratings',
    access: 'session',
    summary: 'Rate a pair of answers',
    body: ratingBody,
    handle: ({ body }) => takeRating(deps, body),
  }),
];
