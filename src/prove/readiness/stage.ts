import {
  defineStage,
  ok,
  recordHash,
  type BlobsDep,
  type Fault,
  type RecordDraft,
  type Result,
  type StageInput,
} from '#kernel';
import type { CompileDep } from '#build/strategy';
import { applyWaivers, summariseGates } from './apply-waivers.ts';
import { readinessConfigSchema, type ReadinessConfig, type ReadinessReport, type Waiver } from './contract.ts';
import type { SealedFact } from './facts.ts';
import { judgeGates } from './gates/all-gates.ts';
import { gatherFacts, type Gathered, type GatherDeps } from './gather-facts.ts';
import { readKnown, type Known } from './read-known.ts';
import { renderReport } from './report/render-report.ts';

export type ReadinessDeps = GatherDeps & CompileDep & BlobsDep;

type Input = StageInput<ReadinessConfig>;

const sealedText = (sealed: SealedFact): string => {
  if (sealed.kind === 'refused') return sealed.says;
  if (sealed.kind === 'empty') return 'The set has no sealed questions.';
  return `Use ${sealed.use} of at most ${sealed.of} of sealed set ${sealed.version}, for the release decision on this candidate.`;
};

const makeReport = (
  input: Input,
  { picked, caseSet }: Known,
  { facts }: Gathered,
): Omit<ReadinessReport, 'htmlBlob'> => {
  const { candidate } = picked;
  const gates = applyWaivers(judgeGates(facts), candidate.id, input.read<Waiver>('readiness/waiver'));
  return {
    candidateId: candidate.id,
    candidateName: candidate.strategy.name,
    candidate,
    caseSetVersion: caseSet.body.version,
    sealedUse: sealedText(facts.sealed),
    gates: [...gates],
    ...summariseGates(gates, input.config.unknown),
  };
};

const draftReport = async (
  deps: ReadinessDeps,
  input: Input,
  given: { readonly known: Known; readonly gathered: Gathered },
): Promise<RecordDraft<ReadinessReport>> => {
  const { known, gathered } = given;
  const { charter, caseSet, picked } = known;
  const { sealed, probes } = gathered.facts;
  const report = makeReport(input, known, gathered);
  const page = renderReport({
    report,
    project: input.projectName,
    because: picked.because,
    kpis: charter.body.kpis,
    scorecard: sealed.kind === 'opened' ? sealed.scorecard.body : undefined,
    probes: probes.body,
    at: deps.clock.now(),
  });
  const waivers = report.gates.flatMap(({ waivedBy }) => (waivedBy ? [waivedBy.record] : []));
  return {
    type: 'readiness/report',
    body: { ...report, htmlBlob: await deps.blobs.put(page) },
    inputs: [charter.hash, caseSet.hash, picked.record, ...gathered.drafts.map(recordHash), ...waivers],
  };
};

const run = async (deps: ReadinessDeps, input: Input): Promise<Result<readonly RecordDraft[], Fault>> => {
  const known = readKnown(input);
  if (!known.ok) return known;
  const application = await deps.compile(known.value.picked.candidate);
  if (!application.ok) return application;
  const gathered = await gatherFacts(deps, { stage: input, known: known.value, application: application.value });
  return ok([...gathered.drafts, await draftReport(deps, input, { known: known.value, gathered })]);
};

/** May this candidate be released? A failed gate is a record, not a failed stage. */
export const readinessStage = defineStage<ReadinessConfig, ReadinessDeps>({
  name: 'readiness',
  phase: 'prove',
  question: 'May this candidate be released, and what is the evidence?',
  reads: [
    'charter/charter',
    'assess/assessment',
    'govern/policy',
    'models/selection',
    'data/dataset',
    'strategy/candidate',
    'evaluate/case-set',
    'evaluate/sealed-set',
    'experiments/comparison',
    'optimise/result',
    'readiness/waiver',
  ],
  writes: ['readiness/scorecard', 'readiness/probes', 'readiness/load-test', 'readiness/checks', 'readiness/report'],
  config: readinessConfigSchema,
  run,
});
