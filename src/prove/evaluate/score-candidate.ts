import { answerCases, type AnswerCasesDeps, type AnswerCasesInput } from './answer-cases.ts';
import type { Case, CaseSet, Scorecard } from './contract.ts';
import { makeScorecard } from './make-scorecard.ts';

/** A development case: the type that keeps sealed questions out of everyday work. */
export type DevelopmentCase = Case & { readonly split: 'dev' };

/** What `openSealed` hands out; nothing else makes one. */
export interface OpenedSealed {
  readonly split: 'sealed';
  readonly caseSetVersion: string;
  readonly cases: readonly Case[];
}

export interface DevelopmentCases {
  readonly split: 'dev';
  readonly caseSetVersion: string;
  readonly cases: readonly DevelopmentCase[];
}

const isDevelopment = (given: Case): given is DevelopmentCase => given.split === 'dev';

/** The development questions of a case set; a sealed case that strayed into it is left out. */
export const developmentCases = ({ version, cases }: CaseSet): DevelopmentCases => ({
  split: 'dev',
  caseSetVersion: version,
  cases: cases.filter(isDevelopment),
});

export interface ScoreCandidateInput extends Omit<AnswerCasesInput, 'cases'> {
  readonly questions: DevelopmentCases | OpenedSealed;
}

/** Puts every question of a split to a candidate and scores the answers; faults become results and never end the run. */
export const scoreCandidate = async (
  deps: AnswerCasesDeps,
  { questions, ...input }: ScoreCandidateInput,
): Promise<Scorecard> => {
  const { cases, split, caseSetVersion } = questions;
  const results = await answerCases(deps, { ...input, cases });
  return makeScorecard({ candidate: input.application.candidate, caseSetVersion, split, cases, results });
};
