import { recordHash, type RecordDraft, type StageInput } from '#kernel';
import type { Assessment } from '#plan/assess/contract';
import type { Policy } from '#plan/govern/contract';
import type { Dataset } from '#build/data/contract';
import type { Selection } from '#build/models/contract';
import type { Application } from '#build/strategy';
import { developmentCases } from '#prove/evaluate';
import type { SealedSet } from '#prove/evaluate/contract';
import { checkSystem, type CheckSystemDeps } from './check-system.ts';
import type { ReadinessConfig } from './contract.ts';
import type { Facts } from './facts.ts';
import { testLoad } from './load-test.ts';
import type { LoadDep } from './port.ts';
import type { Known } from './read-known.ts';
import { runProbes } from './run-probes.ts';
import { scoreSealed, type ScoreSealedDeps } from './score-sealed.ts';

export type GatherDeps = ScoreSealedDeps & CheckSystemDeps & LoadDep;

export interface GatherInput {
  readonly stage: StageInput<ReadinessConfig>;
  readonly known: Known;
  readonly application: Application;
}

/** The facts, and the drafts of the records that show them. */
export interface Gathered {
  readonly facts: Facts;
  readonly drafts: readonly RecordDraft[];
}

/** Measures everything the gates judge by, and keeps each measurement as a record of its own. */
export const gatherFacts = async (deps: GatherDeps, { stage, known, application }: GatherInput): Promise<Gathered> => {
  const { config, read, signal } = stage;
  const { charter, caseSet, picked } = known;
  const { candidate, record } = picked;
  const draft = <Body>(type: string, body: Body): RecordDraft<Body> => ({ type, body, inputs: [record] });
  const sealed = await scoreSealed(deps, {
    stage,
    application,
    sealedSet: read<SealedSet>('evaluate/sealed-set')[0],
    candidateRecord: record,
  });
  const probes = draft('readiness/probes', await runProbes(deps, { application, signal }));
  // Load uses development questions: the sealed ones are for the evaluation alone.
  const questions = developmentCases(caseSet.body).cases.map(({ question }) => question);
  deps.progress({ stage: 'readiness', message: 'load test' });
  const load = draft('readiness/load-test', await testLoad(deps, { candidate, load: config.load, questions, signal }));
  const checks = draft('readiness/checks', await checkSystem(deps, candidate, read<Selection>('models/selection')[0]));
  return {
    facts: {
      candidate,
      charter,
      assessment: read<Assessment>('assess/assessment')[0],
      policy: read<Policy>('govern/policy')[0],
      dataset: read<Dataset>('data/dataset')[0],
      sealed: sealed.fact,
      minimumReviewed: config.minimumReviewed,
      load: { body: load.body, hash: recordHash(load) },
      probes: { body: probes.body, hash: recordHash(probes) },
      checks: { body: checks.body, hash: recordHash(checks) },
    },
    drafts: [...sealed.drafts, probes, load, checks],
  };
};
