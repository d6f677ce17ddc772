import type { Answer } from '#build/strategy/contract';
import type { CurrentTrial } from './current-trial.ts';

export interface BlindPair {
  readonly plan: string;
  readonly caseId: string;
  readonly question: string;
  /** Text and citations are real; everything that could tell which candidate answered is blank. */
  readonly first: Answer;
  readonly second: Answer;
}

export interface NextUnrated {
  /** Absent when the rater has rated everything. */
  readonly pair?: BlindPair;
  readonly done: number;
  readonly total: number;
}

const blind = ({ text, refused, citations }: Answer): Answer => ({
  text,
  refused,
  citations,
  retrieved: [],
  guardrails: [],
  usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 },
  costNano: 0,
  durationMs: 0,
  modelCalls: 0,
});

/** The first question of the plan that a rater has not rated. */
export const nextUnrated = ({ hash, plan, ratings }: CurrentTrial, rater: string): NextUnrated => {
  const rated = new Set(ratings.filter((rating) => rating.rater === rater).map(({ caseId }) => caseId));
  const pair = plan.pairs.find(({ caseId }) => !rated.has(caseId));
  const counts = { done: rated.size, total: plan.pairs.length };
  if (pair === undefined) return counts;
  const { caseId, question, firstIs, left, right } = pair;
  const [first, second] = firstIs === 'left' ? [left, right] : [right, left];
  return { ...counts, pair: { plan: hash, caseId, question, first: blind(first), second: blind(second) } };
};
