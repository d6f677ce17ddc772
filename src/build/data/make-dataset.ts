import {
  allOk,
  err,
  hashOf,
  ok,
  recordHash,
  type Fault,
  type RecordDraft,
  type Result,
  type StageInput,
} from '#kernel';
import { policySchema } from '#plan/govern/contract';
import type { DataConfig, Dataset, DatasetDocument } from './contract.ts';
import { dataFaults } from './errors.ts';
import { findDuplicates } from './find-duplicates.ts';
import { checkThreshold, createQualityReport } from './quality-report.ts';
import { readSource, type ReadDeps, type SourceOutcome } from './read-source.ts';

const datasetOf = (outcomes: readonly SourceOutcome[], documents: readonly DatasetDocument[]): Dataset => ({
  version: hashOf(documents.map(({ id, title, textHash }) => [id, title, textHash])),
  documents: [...documents],
  sources: outcomes.map(({ source, outcomes: files }) => ({
    id: source.id,
    path: source.path,
    documents: files.filter(({ document }) => document !== undefined).length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  })),
});

/** Reads and checks every source, and puts the documents together into one dataset version. */
export const makeDataset = async (
  deps: ReadDeps,
  { config, read, signal }: StageInput<DataConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const [policyRecord] = read('govern/policy');
  if (policyRecord === undefined) return err(dataFaults.fault('DATA_POLICY_UNKNOWN'));
  const policy = policySchema.parse(policyRecord.body);
  const results: Result<SourceOutcome, Fault>[] = [];
  for (const source of config.sources)
    results.push(await readSource(deps, { source, policy, quality: config.quality, signal }));
  const outcomes = allOk(results);
  if (!outcomes.ok) return outcomes;
  const files = outcomes.value.flatMap((outcome) => outcome.outcomes);
  const documents = files.flatMap(({ document }) => document ?? []);
  const findings = [...files.flatMap((file) => file.findings), ...findDuplicates(documents)];
  const seen = new Set([...documents.map(({ id }) => id), ...findings.map(({ documentId }) => documentId)]);
  const report = checkThreshold(
    createQualityReport({ documents: seen.size, threshold: config.quality.maximumBadShare, findings }),
  );
  if (!report.ok) return report;
  const reportDraft: RecordDraft = { type: 'data/quality-report', body: report.value, inputs: [policyRecord.hash] };
  const dataset = datasetOf(outcomes.value, documents);
  return ok([
    reportDraft,
    { type: 'data/dataset', body: dataset, inputs: [policyRecord.hash, recordHash(reportDraft)] },
  ]);
};
