import { detectPersonalData } from '#plan/govern';
import type { TuningCase, TuningProblem } from './contract.ts';

export interface CheckOptions {
  readonly maximumTokens: number;
  /** Questions that evaluations use; a model must not have seen them. */
  readonly evaluationQuestions?: readonly string[];
}

// A cautious estimate for English text with code.
const charactersPerToken = 3;

const normalise = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

type Check = (given: TuningCase) => Omit<TuningProblem, 'caseId'> | undefined;

const isEmpty: Check = ({ question, answer }) =>
  question.trim() === '' || answer.trim() === ''
    ? { problem: 'empty', detail: 'question or answer is empty' }
    : undefined;

const isTooLong =
  (maximumTokens: number): Check =>
  ({ system, question, answer }) => {
    const tokens = Math.ceil((system.length + question.length + answer.length) / charactersPerToken);
    return tokens > maximumTokens
      ? { problem: 'too-long', detail: `about ${tokens} tokens, allowed ${maximumTokens}` }
      : undefined;
  };

const holdsPersonalData: Check = ({ system, question, answer }) => {
  const kinds = new Set([system, question, answer].flatMap(detectPersonalData).map(({ kind }) => kind));
  return kinds.size > 0 ? { problem: 'personal-data', detail: [...kinds].join(', ') } : undefined;
};

const isLeaked = (evaluationQuestions: readonly string[]): Check => {
  const known = new Set(evaluationQuestions.map(normalise));
  return ({ question }) =>
    known.has(normalise(question))
      ? { problem: 'evaluation-leak', detail: 'the question is in an evaluation set' }
      : undefined;
};

/** Remembers what it has seen: the same question twice is a duplicate, with another answer a contradiction. */
const isRepeated = (): Check => {
  const answersByQuestion = new Map<string, string>();
  return ({ question, answer }) => {
    const key = normalise(question);
    const earlier = answersByQuestion.get(key);
    if (earlier === undefined) {
      answersByQuestion.set(key, normalise(answer));
      return undefined;
    }
    return earlier === normalise(answer)
      ? { problem: 'duplicate', detail: 'the same question and answer stand there already' }
      : { problem: 'contradiction', detail: 'the same question has another answer' };
  };
};

/** Every problem that a case must not have before a model learns from it. */
export const checkCases = (
  cases: readonly TuningCase[],
  { maximumTokens, evaluationQuestions = [] }: CheckOptions,
): readonly TuningProblem[] => {
  const checks = [isEmpty, isRepeated(), isTooLong(maximumTokens), holdsPersonalData, isLeaked(evaluationQuestions)];
  return cases.flatMap((one) =>
    checks.flatMap((check) => {
      const found = check(one);
      return found === undefined ? [] : [{ caseId: one.id, ...found }];
    }),
  );
};
