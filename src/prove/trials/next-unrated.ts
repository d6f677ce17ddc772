import type { Answer } from '#build/strategy/contract';
import type { CurrentTrial } from './current-trial.ts';

/** An answer as a rater sees it: nothing that tells which candidate gave it. */
export interface BlindAnswer {
  readonly text: string;
  readonly refused: boolean;
  readonly citations: readonly { readonly source: string; readonly heading: string; readonly quote: string }[];
}

export interface BlindPair {
  readonly plan: string;
  readonly caseId: string;
  readonly question: string;
  readonly first: BlindAnswer;
  readonly second: BlindAnswer;
}

export interface NextUnrated {
  /** Absent when the rater has rated everything. */
  readonly pair?: BlindPair;
  readonly rated: number;
  readonly total: number;
}

const blind = ({ text, refused, citations }: Answer): BlindAnswer => ({
  text,
  refused,
  citations: citations.map(({ source, heading, quote }) => ({ source, heading, quote })),
});

/** The first question of the plan that a rater has not rated. */
export const nextUnrated = ({ hash, plan, ratings }: CurrentTrial, rater: string): NextUnrated => {
  const rated = new Set(ratings.filter((rating) => rating.rater === rater).map(({ caseId }) => caseId));
  const pair = plan.pairs.find(({ caseId }) => !rated.has(caseId));
  const counts = { rated: rated.size, total: plan.pairs.length };
  if (pair === undefined) return counts;
  const { caseId, question, firstIs, left, right } = pair;
  const [first, second] = firstIs === 'left' ? [left, right] : [right, left];
  return { ...counts, pair: { plan: hash, caseId, question, first: blind(first), second: blind(second) } };
};
