import type { CompileDep } from '#build/strategy';
import type { Candidate } from '#build/strategy/contract';
import { answerCases, type AnswerCasesDeps, type DevelopmentCase } from '#prove/evaluate';
import type { CaseResult } from '#prove/evaluate/contract';
import { secondsOf } from '#prove/experiments';
import type { SearchPlan } from './plan-search.ts';
import type { Proposal } from './proposal.ts';

export type OptimiseDeps = CompileDep & AnswerCasesDeps;

/** What scoring needs besides the questions. */
export interface Scoring {
  readonly deps: OptimiseDeps;
  readonly quality: string;
  readonly signal: AbortSignal;
}

/** A proposal with its mean on the search questions, and its mean gain over the parent on the same ones. */
export interface ScoredProposal {
  readonly proposal: Proposal;
  readonly search: number;
  readonly gain: number;
  readonly n: number;
}

/** Answers of a candidate; none when it cannot be compiled. */
export const answersOf = async (
  { deps, signal }: Scoring,
  candidate: Candidate,
  cases: readonly DevelopmentCase[],
): Promise<readonly CaseResult[]> => {
  const application = await deps.compile(candidate);
  return application.ok ? answerCases(deps, { application: application.value, cases, stage: 'optimise', signal }) : [];
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const scoreProposal = (
  quality: string,
  proposal: Proposal,
  given: { readonly results: readonly CaseResult[]; readonly parent: ReadonlyMap<string, CaseResult> },
): readonly ScoredProposal[] => {
  const pairs = given.results.flatMap(({ caseId, scores }) => {
    const [after, before] = [scores[quality], given.parent.get(caseId)?.scores[quality]];
    return after === undefined || before === undefined ? [] : [{ after, gain: after - before }];
  });
  if (pairs.length === 0) return [];
  return [
    {
      proposal,
      search: mean(pairs.map(({ after }) => after)),
      gain: mean(pairs.map(({ gain }) => gain)),
      n: pairs.length,
    },
  ];
};

export interface SearchInput {
  readonly proposals: readonly Proposal[];
  /** The parent's results on the search questions. */
  readonly parent: readonly CaseResult[];
  readonly cases: readonly DevelopmentCase[];
  readonly plan: SearchPlan;
  readonly seconds: number;
}

/** Scores proposals on the search questions until the time of the search is used up. */
export const scoreProposals = async (scoring: Scoring, input: SearchInput): Promise<readonly ScoredProposal[]> => {
  const { proposals, cases, plan, seconds } = input;
  const parent = new Map(input.parent.map((result) => [result.caseId, result]));
  const scored: ScoredProposal[] = [];
  let left = seconds;
  for (const proposal of proposals.slice(0, plan.proposals)) {
    if (left <= 0) break;
    const questions = cases.filter(({ id }) => !proposal.madeFrom.has(id)).slice(0, plan.search);
    const results = await answersOf(scoring, proposal.candidate, questions);
    left -= secondsOf(results, 1);
    scored.push(...scoreProposal(scoring.quality, proposal, { results, parent }));
  }
  return scored;
};
