import {
  allOk,
  err,
  isFaultError,
  ok,
  type BlobsDep,
  type ClockDep,
  type Fault,
  type JournalDep,
  type ProgressDep,
  type RecordsDep,
  type Result,
} from '#kernel';
import type { Dataset, DatasetDocument } from '#build/data/contract';
import type { EmbeddingModel } from '#build/models';
import { chunkDocument } from './chunk-document.ts';
import { embeddedText, indexedText } from './chunk-texts.ts';
import type { IndexRecord, KnowledgeConfig } from './contract.ts';
import { embedRows, type EmbeddableChunk } from './embed-rows.ts';
import { knowledgeFaults } from './errors.ts';
import { findPrevious } from './find-previous.ts';
import { planIndex, tablePrefix, type IndexPlan } from './plan-index.ts';
import type { IndexRow, VectorIndexDep } from './port.ts';
import { readDocumentText } from './read-text.ts';

/** Tables that something outside this stage still needs: those of released indexes. */
export interface IndexUseDep {
  readonly indexTablesInUse: () => Promise<readonly string[]>;
}

export type BuildIndexDeps = BlobsDep & ClockDep & IndexUseDep & JournalDep & ProgressDep & RecordsDep & VectorIndexDep;

export interface BuildIndexInput {
  readonly config: KnowledgeConfig;
  readonly dataset: Dataset;
  readonly model: EmbeddingModel;
  readonly signal: AbortSignal;
}

const chunkDocuments = async (
  deps: BlobsDep,
  documents: readonly DatasetDocument[],
  config: KnowledgeConfig,
): Promise<Result<readonly EmbeddableChunk[], Fault>> => {
  const chunked: Result<readonly EmbeddableChunk[], Fault>[] = [];
  for (const document of documents) {
    const text = await readDocumentText(deps, document);
    if (!text.ok) return text;
    const chunks = chunkDocument(config, document, text.value);
    chunked.push(
      ok(
        chunks.map((chunk) => ({
          chunk,
          embeddedText: embeddedText(chunk, config),
          indexedText: indexedText(chunk, config),
        })),
      ),
    );
  }
  const all = allOk(chunked);
  return all.ok ? ok(all.value.flat()) : all;
};

const fillTable = async (
  { vectorIndex }: VectorIndexDep,
  { table, keep }: IndexPlan,
  { dimensions, rows }: { readonly dimensions: number; readonly rows: AsyncIterable<readonly IndexRow[]> },
): Promise<Result<number, Fault>> => {
  try {
    const built = await vectorIndex.build({ table, dimensions, rows, ...(keep === undefined ? {} : { keep }) });
    return ok(built.rows);
  } catch (thrown) {
    if (isFaultError(thrown)) return err(thrown.fault);
    throw thrown;
  }
};

/** Takes removed documents out of the tables that stay, and drops the tables that nothing needs any more. */
const tidyTables = async (
  deps: VectorIndexDep & IndexUseDep,
  plan: IndexPlan,
  previousTable: string | undefined,
): Promise<void> => {
  const inUse = new Set([plan.table, previousTable, ...(await deps.indexTablesInUse())]);
  for (const table of await deps.vectorIndex.tables()) {
    if (!table.startsWith(tablePrefix) || table === plan.table) continue;
    if (!inUse.has(table)) await deps.vectorIndex.drop(table);
    else if (plan.removed.length > 0) await deps.vectorIndex.erase(table, plan.removed);
  }
};

/** Brings the index of a dataset about, embedding only what changed; the record that names its table is the switch. */
export const buildIndex = async (deps: BuildIndexDeps, input: BuildIndexInput): Promise<Result<IndexRecord, Fault>> => {
  const { config, dataset, model, signal } = input;
  const started = deps.clock.monotonic();
  const previous = await findPrevious(deps);
  const plan = planIndex({ config, digest: model.digest, dataset, ...(previous === undefined ? {} : { previous }) });
  const isBuilt = (await deps.vectorIndex.tables()).includes(plan.table);
  const chunks = await chunkDocuments(deps, isBuilt ? [] : plan.build, config);
  if (!chunks.ok) return chunks;
  const rows = embedRows(deps, { model, chunks: chunks.value, signal });
  const filled = await fillTable(deps, plan, { dimensions: model.dimensions, rows });
  if (!filled.ok) return filled;
  if (filled.value === 0) {
    return err(
      knowledgeFaults.fault('KNOWLEDGE_NOTHING_TO_INDEX', {
        version: dataset.version.slice(0, 12),
        documents: dataset.documents.length,
      }),
    );
  }
  await tidyTables(deps, plan, previous?.index.table);
  return ok({
    version: plan.version,
    table: plan.table,
    datasetVersion: dataset.version,
    embedding: { id: model.card.id, digest: model.digest, dimensions: model.dimensions },
    chunks: filled.value,
    documents: dataset.documents.length,
    changed: plan.changed,
    seconds: (deps.clock.monotonic() - started) / 1000,
  });
};
