import type { Answer } from '#build/strategy/contract';
import { classifyFailure } from './classify-failure.ts';
import type { Case, CaseResult } from './contract.ts';
import { scorers } from './scorers/registry.ts';
import type { Score } from './scorers/scorer.ts';

/** What one question brought: an answer, or the code of the fault that stood in its place. */
export type Outcome = { readonly traceId: string; readonly latencyMs: number } & (
  | { readonly answer: Answer }
  | { readonly fault: string }
);

/** A question that drew a fault was not answered, which these two metrics count as such; the others cannot tell. */
const scoreFault = (metric: string, given: Case): Score => {
  if (metric === 'answer-accuracy') return 0;
  if (metric === 'answer-rate') return given.answerable ? 0 : 'not-applicable';
  return 'unscorable';
};

const scoresOf = (given: Case, outcome: Outcome): readonly (readonly [string, Score])[] =>
  Object.entries(scorers).map(([metric, scorer]) => [
    metric,
    'answer' in outcome ? scorer(given, outcome.answer) : scoreFault(metric, given),
  ]);

/** Scores one outcome by every metric and says why it failed, if it did. */
export const scoreCase = (given: Case, outcome: Outcome): CaseResult => {
  const all = scoresOf(given, outcome);
  const scores: Record<string, number> = {};
  for (const [metric, score] of all) if (typeof score === 'number') scores[metric] = score;
  const unscored = all.filter(([, score]) => score === 'unscorable').map(([metric]) => metric);
  const answer = 'answer' in outcome ? outcome.answer : undefined;
  const failure = classifyFailure({ given, answer, scores });
  return {
    caseId: given.id,
    kind: given.kind,
    question: given.question,
    ...('answer' in outcome ? { answer: outcome.answer } : { fault: outcome.fault }),
    latencyMs: outcome.latencyMs,
    scores,
    ...(unscored.length > 0 && { unscored }),
    ...(failure && { failure }),
    traceId: outcome.traceId,
  };
};
