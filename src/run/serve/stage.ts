import {
  defineStage,
  err,
  ok,
  type ClockDep,
  type Fault,
  type IdDep,
  type JournalDep,
  type RecordDraft,
  type Result,
  type StageInput,
} from '#kernel';
import type { CompileDep } from '#build/strategy';
import type { CaseSet } from '#prove/evaluate/contract';
import type { ReadinessReport } from '#prove/readiness/contract';
import { serveConfigSchema, type Endpoint, type ServeConfig } from './contract.ts';
import { serveFaults } from './errors.ts';
import { candidateRecordTypes, readCandidates } from './find-candidate.ts';
import { smokeCheck } from './smoke-check.ts';

export interface ServeStageDeps extends CompileDep, ClockDep, IdDep, JournalDep {}

const smokeQuestion = (caseSets: readonly { readonly body: CaseSet }[]): string =>
  caseSets.flatMap(({ body }) => body.cases).find(({ split, answerable }) => split === 'dev' && answerable)?.question ??
  'What is this about?';

const run = async (
  deps: ServeStageDeps,
  { read }: StageInput<ServeConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const [report] = read<ReadinessReport>('readiness/report');
  const caseSets = read<CaseSet>('evaluate/case-set');
  const found = readCandidates(read).find(({ candidate }) => candidate.id === report?.body.candidateId);
  if (report === undefined || found === undefined) return err(serveFaults.fault('SERVE_NOTHING_TO_CHECK'));
  const application = await deps.compile(found.candidate);
  if (!application.ok) return application;
  const question = smokeQuestion(caseSets);
  const inputs = { candidate: found.record, question };
  const smoke = await deps.journal.once({ step: 'serve/smoke', inputs }, async () => {
    const checks = await smokeCheck(deps, application.value, question);
    return checks.ok ? checks.value : [];
  });
  const body: Endpoint = { candidateId: found.candidate.id, smoke: [...smoke] };
  return ok([
    { type: 'serve/endpoint', body, inputs: [report.hash, found.record, ...caseSets.map(({ hash }) => hash)] },
  ]);
};

/** Asks the candidate that readiness judged through the path that will serve it. */
export const serveStage = defineStage<ServeConfig, ServeStageDeps>({
  name: 'serve',
  phase: 'run',
  question: 'Does the candidate answer through the API as clients will call it?',
  reads: ['readiness/report', ...candidateRecordTypes, 'evaluate/case-set'],
  writes: ['serve/endpoint'],
  config: serveConfigSchema,
  run,
});
