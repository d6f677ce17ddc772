import type { StoredRecord } from '#kernel';
import type { TrialPlan, TrialRating } from '#prove/trials/contract';
import type { Proposal } from './contract.ts';
import { draftCase } from './draft-case.ts';

type Item = Proposal['items'][number];

export interface TrialRecords {
  readonly plans: readonly StoredRecord<TrialPlan>[];
  readonly ratings: readonly StoredRecord<TrialRating>[];
}

const lossOf = (
  { pairs, left, right }: TrialPlan,
  { caseId, verdict, rater, comment }: TrialRating,
): Item | undefined => {
  const pair = pairs.find((candidate) => candidate.caseId === caseId);
  if (pair === undefined || verdict === 'tie') return undefined;
  const firstIsLeft = pair.firstIs === 'left';
  const loser = (verdict === 'first') === firstIsLeft ? 'right' : 'left';
  const name = loser === 'left' ? left.name : right.name;
  const reason = 'trial-loss' as const;
  const said = comment === '' ? '' : ` ${comment}`;
  return {
    traceId: '',
    question: pair.question,
    answer: pair[loser].text,
    reason,
    comment: `${rater} preferred the other answer to that of ${name}.${said}`,
    draft: draftCase({ question: pair.question, reason }),
  };
};

/** Answers that lost a blind comparison. */
export const trialLosses = ({ plans, ratings }: TrialRecords): readonly Item[] => {
  const plansByHash = new Map(plans.map((plan) => [plan.hash, plan.body]));
  return ratings.flatMap(({ body }) => {
    const plan = plansByHash.get(body.plan);
    const loss = plan && lossOf(plan, body);
    return loss === undefined ? [] : [loss];
  });
};
