import {
  defineStage,
  err,
  ok,
  recordHash,
  sha256,
  type Fault,
  type FilesDep,
  type RecordDraft,
  type Result,
  type StageInput,
  type StoredRecord,
} from '#kernel';
import type { Dataset } from '#build/data/contract';
import type { CompileDep } from '#build/strategy';
import type { Candidate } from '#build/strategy/contract';
import type { AnswerCasesDeps } from './answer-cases.ts';
import { partCases } from './case-version.ts';
import { checkGold } from './check-gold.ts';
import { evaluateConfigSchema, type Case, type EvaluateConfig } from './contract.ts';
import { evaluateFault } from './errors.ts';
import { loadCases } from './load-cases.ts';
import { developmentCases, scoreCandidate } from './score-candidate.ts';

export type EvaluateDeps = FilesDep & CompileDep & AnswerCasesDeps;

type Input = StageInput<EvaluateConfig>;

const loadChecked = async (deps: EvaluateDeps, { config, read }: Input): Promise<Result<readonly Case[], Fault>> => {
  const accepted = read<unknown>('learn/accepted').map(({ body }) => body);
  const cases = await loadCases(deps, config, accepted);
  if (!cases.ok) return cases;
  const [dataset] = read<Dataset>('data/dataset');
  return dataset ? checkGold(cases.value, dataset.body) : err(evaluateFault('EVALUATE_DATASET_MISSING'));
};

/** The configured baseline, by name. */
const findBaseline = ({ config, read }: Input): Result<StoredRecord<Candidate>, Fault> => {
  const candidates = read<Candidate>('strategy/candidate');
  const found = candidates.find(({ body }) => body.strategy.name === config.baseline);
  const known = candidates.map(({ body }) => body.strategy.name).join(', ') || 'none';
  return found ? ok(found) : err(evaluateFault('EVALUATE_CANDIDATE_MISSING', { name: config.baseline, known }));
};

const caseDrafts = (cases: readonly Case[], { read }: Input) => {
  const inputs = [...read('data/dataset'), ...read('learn/accepted')].map(({ hash }) => hash);
  const { development, sealed } = partCases(cases);
  const caseSet = { type: 'evaluate/case-set', body: development, inputs };
  return { caseSet, sealedSet: { type: 'evaluate/sealed-set', body: sealed, inputs } };
};

const run = async (deps: EvaluateDeps, input: Input): Promise<Result<readonly RecordDraft[], Fault>> => {
  const cases = await loadChecked(deps, input);
  if (!cases.ok) return cases;
  const baseline = findBaseline(input);
  if (!baseline.ok) return baseline;
  const application = await deps.compile(baseline.value.body);
  if (!application.ok) return application;
  const { caseSet, sealedSet } = caseDrafts(cases.value, input);
  const { signal, config } = input;
  const questions = developmentCases(caseSet.body);
  const body = await scoreCandidate(deps, {
    application: application.value,
    questions,
    stage: 'evaluate',
    signal,
    concurrency: config.concurrency,
  });
  const scorecard = { type: 'evaluate/scorecard', body, inputs: [recordHash(caseSet), baseline.value.hash] };
  return ok([caseSet, sealedSet, scorecard]);
};

/** How well does the baseline answer, and on which questions? */
export const evaluateStage = defineStage<EvaluateConfig, EvaluateDeps>({
  name: 'evaluate',
  phase: 'prove',
  question: 'How well does the baseline answer the development questions, and why does it fail where it fails?',
  reads: ['data/dataset', 'strategy/candidate', 'learn/accepted'],
  writes: ['evaluate/case-set', 'evaluate/sealed-set', 'evaluate/scorecard'],
  config: evaluateConfigSchema,
  watch: async ({ files }, { config }) =>
    Object.fromEntries(
      await Promise.all(config.cases.map(async (path) => [path, sha256((await files.readText(path)) ?? '')] as const)),
    ),
  run,
});
