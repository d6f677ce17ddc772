import {
  defineStage,
  err,
  ok,
  type Fault,
  type RecordDraft,
  type Result,
  type StageInput,
  type StoredRecord,
} from '#kernel';
import type { Candidate } from '#build/strategy/contract';
import { developmentCases } from '#prove/evaluate';
import type { CaseSet } from '#prove/evaluate/contract';
import type { Comparison } from '#prove/experiments/contract';
import { optimiseConfigSchema, type Optimisation, type OptimiseConfig } from './contract.ts';
import { optimiseFault } from './errors.ts';
import { optimiseCandidate, type OptimiseInput } from './optimise-candidate.ts';
import { proposeExamples } from './propose-examples.ts';
import { proposeParameters } from './propose-parameters.ts';
import type { OptimiseDeps } from './score-proposals.ts';

type Input = StageInput<OptimiseConfig>;

interface Known {
  readonly caseSet: StoredRecord<CaseSet>;
  readonly comparison: StoredRecord<Comparison>;
  readonly champion: Candidate;
  readonly candidates: readonly StoredRecord<Candidate>[];
}

const readKnown = ({ read }: Input): Result<Known, Fault> => {
  const candidates = read<Candidate>('strategy/candidate');
  const [[caseSet], [comparison]] = [read<CaseSet>('evaluate/case-set'), read<Comparison>('experiments/comparison')];
  const champion = candidates.find(({ body }) => body.id === comparison?.body.champion)?.body;
  if (!caseSet || !comparison || !champion) return err(optimiseFault('OPTIMISE_COMPARISON_MISSING'));
  return ok({ caseSet, comparison, champion, candidates });
};

/** The candidate of a kind that did best in the comparison, the champion before all others. */
const bestOfKind = (
  { champion, candidates, comparison }: Known,
  kind: Candidate['strategy']['kind'],
): Candidate | undefined => {
  if (champion.strategy.kind === kind) return champion;
  const rows = comparison.body.rows.toSorted((left, right) => right.quality.value - left.quality.value);
  return rows
    .flatMap(({ candidateId }) => candidates.filter(({ body }) => body.id === candidateId))
    .find(({ body }) => body.strategy.kind === kind)?.body;
};

const parameterMethod = 'random search over settings';
const exampleMethod = 'few-shot examples by random search';

const inputFor = (
  input: Input,
  { caseSet, comparison, champion }: Known,
  parent: Candidate,
): Omit<OptimiseInput, 'method' | 'propose' | 'proposals'> => ({
  parent,
  champion,
  cases: developmentCases(caseSet.body).cases,
  quality: comparison.body.quality,
  seconds: input.config.seconds,
  seed: input.config.seed,
  signal: input.signal,
});

const refused = (method: string, subject: string, because: string): Optimisation => ({
  method,
  subject,
  proposals: [],
  kept: false,
  because,
});

/** A refusal is a result: the lifecycle goes on with the champion. */
const orRefusal = (method: string, parent: Candidate, optimised: Result<Optimisation, Fault>): Optimisation =>
  optimised.ok
    ? optimised.value
    : refused(method, parent.strategy.name, `${optimised.error.what} ${optimised.error.why} ${optimised.error.remedy}`);

const tuneParameters = async (deps: OptimiseDeps, input: Input, known: Known): Promise<Optimisation> => {
  const parent = bestOfKind(known, 'extractive');
  if (parent === undefined)
    return refused(parameterMethod, 'none', 'There is no extractive candidate whose settings could be searched.');
  const { parameterProposals: proposals, seed } = input.config;
  const propose = () => proposeParameters(parent, { proposals, seed });
  return orRefusal(
    parameterMethod,
    parent,
    await optimiseCandidate(deps, { ...inputFor(input, known, parent), method: parameterMethod, propose, proposals }),
  );
};

const chooseExamples = async (deps: OptimiseDeps, input: Input, known: Known): Promise<Optimisation> => {
  const parent = bestOfKind(known, 'generative');
  if (parent === undefined)
    return refused(
      exampleMethod,
      'none',
      'No generative candidate was measured, so there is none to choose examples for.',
    );
  const { proposals } = input.config;
  const propose: OptimiseInput['propose'] = (results) => proposeExamples(parent, results, input.config);
  return orRefusal(
    exampleMethod,
    parent,
    await optimiseCandidate(deps, { ...inputFor(input, known, parent), method: exampleMethod, propose, proposals }),
  );
};

const run = async (deps: OptimiseDeps, input: Input): Promise<Result<readonly RecordDraft[], Fault>> => {
  if (!input.config.enabled) return ok([]);
  const known = readKnown(input);
  if (!known.ok) return known;
  const bodies = [await tuneParameters(deps, input, known.value), await chooseExamples(deps, input, known.value)];
  const inputs = [known.value.comparison.hash, known.value.caseSet.hash];
  return ok(bodies.map((body) => ({ type: 'optimise/result', body, inputs })));
};

/** Can a candidate be made better, and does that hold on questions the search never saw? */
export const optimiseStage = defineStage<OptimiseConfig, OptimiseDeps>({
  name: 'optimise',
  phase: 'prove',
  question: 'Can the best candidates be made better, and does that hold on questions the search never saw?',
  reads: ['strategy/candidate', 'evaluate/case-set', 'experiments/comparison'],
  writes: ['optimise/result'],
  config: optimiseConfigSchema,
  run,
});
