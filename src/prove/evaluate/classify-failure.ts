import type { Answer } from '#build/strategy/contract';
import type { Case, CaseResult } from './contract.ts';
import { forbiddenIn } from './scorers/forbidden-text.ts';
import { goldPages } from './scorers/gold-match.ts';

export type FailureGroup = NonNullable<CaseResult['failure']>;

/** A case, what was answered (nothing after a fault), and its scores. */
export interface Judged {
  readonly given: Case;
  readonly answer: Answer | undefined;
  readonly scores: Readonly<Record<string, number>>;
}

type Rule = readonly [FailureGroup, (judged: Judged) => boolean];

const isInaccurate = ({ scores }: Judged): boolean => scores['answer-accuracy'] === 0;

const missedRetrieval = ({ given, answer }: Judged): boolean => {
  const pages = goldPages(given);
  return pages.size > 0 && !answer?.retrieved.some(({ documentId }) => pages.has(documentId));
};

/** The first rule that holds names the failure, so that every failure lies in exactly one group. */
const rules: readonly Rule[] = [
  ['no-answer', ({ answer }) => answer === undefined],
  ['forbidden-text', ({ given, answer }) => forbiddenIn(given.forbidden, answer?.text ?? '').length > 0],
  ['wrongly-answered', ({ given, answer }) => !given.answerable && answer?.refused === false],
  ['wrongly-refused', ({ given, answer }) => given.answerable && answer?.refused === true],
  ['retrieval-miss', (judged) => isInaccurate(judged) && missedRetrieval(judged)],
  ['fact-missing', isInaccurate],
  ['citation-wrong', ({ scores }) => scores['citation-recall'] === 0],
];

/** Why an answer failed; undefined when it passed. */
export const classifyFailure = (judged: Judged): FailureGroup | undefined =>
  rules.find(([, holds]) => holds(judged))?.[0];
