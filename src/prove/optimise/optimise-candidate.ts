import { ok, type Fault, type Result } from '#kernel';
import type { Candidate } from '#build/strategy/contract';
import type { DevelopmentCase } from '#prove/evaluate';
import type { CaseResult } from '#prove/evaluate/contract';
import { medianMs, pairOutcomes, stratify, toDifference } from '#prove/experiments';
import type { PairedDifference } from '#prove/experiments/contract';
import type { Optimisation } from './contract.ts';
import { planSearch, powerStatement, type SearchPlan } from './plan-search.ts';
import type { Proposal } from './proposal.ts';
import { answersOf, scoreProposals, type OptimiseDeps, type ScoredProposal, type Scoring } from './score-proposals.ts';

export interface OptimiseInput {
  readonly method: string;
  readonly parent: Candidate;
  /** Proposals from the parent's results on the search questions. */
  readonly propose: (results: readonly CaseResult[]) => readonly Proposal[];
  readonly proposals: number;
  readonly cases: readonly DevelopmentCase[];
  readonly quality: string;
  readonly seconds: number;
  readonly seed: number;
  /** The champion of the comparison. */
  readonly champion: Candidate;
  readonly signal: AbortSignal;
}

/** Two halves of the questions with the same mix of kinds: one to search with, one that the search never sees. */
export const splitQuestions = (cases: readonly DevelopmentCase[], seed: number) => {
  const order = stratify(cases, ({ kind }) => kind, `optimise ${seed}`);
  return {
    search: order.filter((_, index) => index % 2 === 0),
    validation: order.filter((_, index) => index % 2 === 1),
  };
};

type Known = Pick<Optimisation, 'method' | 'subject' | 'parent' | 'proposals'>;

const describe = ({ verdict, difference }: PairedDifference): string => {
  const points = (share: number): string => `${share >= 0 ? '+' : ''}${(share * 100).toFixed(1)}`;
  return `${verdict}: ${points(difference.value)} points (${points(difference.low)} to ${points(difference.high)}, ${Math.round(difference.level * 100)} % interval) on ${difference.n} independent questions the search never saw`;
};

/** How the winner does against another candidate on the validation questions. */
const rescore = async (
  scoring: Scoring,
  { winner, against }: { readonly winner: readonly CaseResult[]; readonly against: Candidate },
  cases: readonly DevelopmentCase[],
): Promise<PairedDifference | undefined> => {
  const baseline = await answersOf(scoring, against, cases);
  const test = pairOutcomes({ metric: scoring.quality, cases, baseline, candidate: winner });
  return test && toDifference(scoring.quality, test);
};

const judge = async (
  scoring: Scoring,
  input: OptimiseInput,
  given: { readonly known: Known; readonly best: ScoredProposal; readonly validation: readonly DevelopmentCase[] },
): Promise<Optimisation> => {
  const { known, best, validation } = given;
  const winner = await answersOf(scoring, best.proposal.candidate, validation);
  const rescored = await rescore(scoring, { winner, against: input.parent }, validation);
  const isOther = input.champion.id !== input.parent.id;
  const againstChampion = isOther ? await rescore(scoring, { winner, against: input.champion }, validation) : undefined;
  const kept = rescored?.verdict === 'better';
  const verdict = rescored
    ? describe(rescored)
    : `${scoring.quality} could not be measured on the validation questions`;
  return {
    ...known,
    winner: best.proposal.candidate,
    ...(rescored && { rescored }),
    ...(againstChampion && { againstChampion }),
    kept,
    because: `The winner of the search (${best.proposal.what}) is ${kept ? 'kept' : 'not kept'}; ${verdict}. ${powerStatement(validation.length)}.`,
  };
};

const planFor = (
  input: OptimiseInput,
  halves: ReturnType<typeof splitQuestions>,
  secondsPerAnswer: number,
): Result<SearchPlan, Fault> =>
  planSearch({
    method: input.method,
    subject: input.parent.strategy.name,
    proposals: input.proposals,
    search: halves.search.length,
    validation: halves.validation.length,
    seconds: input.seconds,
    secondsPerAnswer,
  });

const nothing = (known: Known, because: string): Optimisation => ({ ...known, kept: false, because });

const probeSize = 2;

/**
 * Searches for a better candidate on one half of the questions and believes the winner only if it is shown to be better
 * than its parent on the other half. Refuses when the questions or the time cannot show anything.
 */
export const optimiseCandidate = async (
  deps: OptimiseDeps,
  input: OptimiseInput,
): Promise<Result<Optimisation, Fault>> => {
  const { method, parent, cases, quality, seed, signal, seconds } = input;
  const scoring: Scoring = { deps, quality, signal };
  const halves = splitQuestions(cases, seed);
  const probe = await answersOf(scoring, parent, halves.search.slice(0, probeSize));
  const plan = planFor(input, halves, medianMs(probe) / 1000);
  if (!plan.ok) return plan;
  const parentResults = await answersOf(scoring, parent, halves.search.slice(0, plan.value.search + probeSize));
  const proposals = input.propose(parentResults);
  const scored = await scoreProposals(scoring, {
    proposals,
    parent: parentResults,
    cases: halves.search,
    plan: plan.value,
    seconds: seconds / 2,
  });
  const known: Known = {
    method,
    subject: parent.strategy.name,
    parent: parent.id,
    proposals: scored.map(({ proposal, search, n }) => ({
      candidateId: proposal.candidate.id,
      what: proposal.what,
      search,
      n,
    })),
  };
  const best = scored.toSorted((left, right) => right.gain - left.gain)[0];
  if (best === undefined)
    return ok(nothing(known, 'Nothing could be proposed: no answer of the subject was right and quoted its source.'));
  if (best.gain <= 0)
    return ok(
      nothing(
        known,
        `None of ${scored.length} proposals did better than ${parent.strategy.name} on the search questions, so none was re-scored.`,
      ),
    );
  return ok(
    await judge(scoring, input, { known, best, validation: halves.validation.slice(0, plan.value.validation) }),
  );
};
