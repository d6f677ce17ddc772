import {
  defineStage,
  err,
  ok,
  recordHash,
  type BlobsDep,
  type Fault,
  type RecordDraft,
  type Result,
  type StageInput,
  type StoredRecord,
} from '#kernel';
import type { Assessment } from '#plan/assess/contract';
import type { Candidate } from '#build/strategy/contract';
import { developmentCases, makeScorecard } from '#prove/evaluate';
import type { CaseSet, Scorecard } from '#prove/evaluate/contract';
import { compareCandidates, type Scored } from './compare.ts';
import type { Contest, ContestDeps, Contestant } from './contestant.ts';
import { experimentsConfigSchema, type ExperimentRun, type ExperimentsConfig } from './contract.ts';
import { experimentsFault } from './errors.ts';
import { makeRun } from './make-run.ts';
import type { GitDep } from './port.ts';
import { runContest } from './run-contest.ts';
import { stratify } from './stratify.ts';

export type ExperimentsDeps = ContestDeps & BlobsDep & GitDep;

type Input = StageInput<ExperimentsConfig>;

interface Known {
  readonly caseSet: StoredRecord<CaseSet>;
  readonly baseline: StoredRecord<Candidate>;
  readonly others: readonly StoredRecord<Candidate>[];
}

const readKnown = ({ read }: Input): Result<Known, Fault> => {
  const candidates = read<Candidate>('strategy/candidate');
  const [caseSet] = read<CaseSet>('evaluate/case-set');
  const [scorecard] = read<Scorecard>('evaluate/scorecard');
  const baseline = candidates.find(({ body }) => body.id === scorecard?.body.candidateId);
  if (caseSet === undefined || baseline === undefined) return err(experimentsFault('EXPERIMENTS_BASELINE_MISSING'));
  return ok({ caseSet, baseline, others: candidates.filter((candidate) => candidate !== baseline) });
};

interface Drafts {
  readonly scored: Scored;
  readonly scorecard: RecordDraft<Scorecard>;
  readonly run: RecordDraft<ExperimentRun>;
}

const draftContestant = async (
  deps: ExperimentsDeps,
  input: Input,
  given: { readonly known: Known; readonly contestant: Contestant; readonly git: ExperimentRun['git'] },
): Promise<Drafts> => {
  const {
    known: { caseSet },
    contestant: { record, results, stopped },
    git,
  } = given;
  const { cases, version } = caseSet.body;
  const body = makeScorecard({ candidate: record.body, caseSetVersion: version, split: 'dev', cases, results });
  const scorecard = { type: 'experiments/scorecard', body, inputs: [record.hash, caseSet.hash] };
  const scorecardHash = recordHash(scorecard);
  const run = await makeRun(deps, {
    candidate: record.body,
    scorecard: body,
    scorecardHash,
    git,
    project: input.projectName,
    stopped,
  });
  return {
    scored: { scorecard: body, stopped },
    scorecard,
    run: { type: 'experiments/run', body: run, inputs: [scorecardHash, record.hash] },
  };
};

const run = async (deps: ExperimentsDeps, input: Input): Promise<Result<readonly RecordDraft[], Fault>> => {
  const known = readKnown(input);
  if (!known.ok) return known;
  const { caseSet, baseline, others } = known.value;
  const { config, signal, read } = input;
  const cases = stratify(developmentCases(caseSet.body).cases, ({ kind }) => kind, config.seed);
  const contest: Contest = { deps, config, cases, signal };
  const played = await runContest(contest, baseline, others);
  const git = await deps.git.state();
  const draft = (contestant: Contestant): Promise<Drafts> =>
    draftContestant(deps, input, { known: known.value, contestant, git });
  const first = await draft(played.baseline);
  const rest = await Promise.all(played.others.map(draft));
  const [assessment] = read<Assessment>('assess/assessment');
  const comparison = {
    type: 'experiments/comparison',
    body: compareCandidates({
      quality: config.quality,
      cases,
      baseline: first.scored,
      others: rest.map(({ scored }) => scored),
      assessment: assessment?.body,
    }),
    inputs: [
      ...[first, ...rest].map(({ run: made }) => recordHash(made)),
      caseSet.hash,
      ...(assessment ? [assessment.hash] : []),
    ],
  };
  return ok([...[first, ...rest].flatMap(({ scorecard, run: made }) => [scorecard, made]), comparison]);
};

/** Which candidate should be released? */
export const experimentsStage = defineStage<ExperimentsConfig, ExperimentsDeps>({
  name: 'experiments',
  phase: 'prove',
  question: 'Which candidate answers best, at what latency and cost, and is the difference real?',
  reads: ['strategy/candidate', 'evaluate/case-set', 'evaluate/scorecard', 'assess/assessment'],
  writes: ['experiments/scorecard', 'experiments/run', 'experiments/comparison'],
  config: experimentsConfigSchema,
  run,
});
