import { join, resolve } from 'node:path';
import {
  err,
  ok,
  type ApiKeysDep,
  type BlobsDep,
  type ClockDep,
  type ExposureDep,
  type Fault,
  type FeedbackDep,
  type FilesDep,
  type IdDep,
  type JournalDep,
  type KeyRingDep,
  type LedgerDep,
  type LogDep,
  type PointersDep,
  type ProgressDep,
  type RecordsDep,
  type Result,
  type RunsDep,
  type SealedUsesDep,
  type SessionsDep,
  type SpanStoreDep,
  type StageRunsDep,
  type TelemetryDep,
} from '#kernel';
import {
  createModels,
  type EnvironmentDep,
  type HttpDep,
  type InferenceDep,
  type ModelsDep,
  type WeightsDep,
} from '#build/models';
import { createRetrievers, type IndexUseDep, type RetrieverDep, type VectorIndexDep } from '#build/knowledge';
import { createCompiler, type CompileDep } from '#build/strategy';
import type { BatchStoreDep, LimitRulesDep, LimitStoreDep, UsageDep } from '#run/serve';
import type { ArchiveDep, RetentionStoreDep } from '#improve/operate';
import type { AccountStoreDep } from '#platform/accounts';
import { createAuth } from '#platform/auth';
import { createBlobs } from '#platform/blobs';
import { createIds, createSystemClock } from '#platform/clock';
import { createFiles, prepareDataDirectory } from '#platform/files';
import { createVectorIndex } from '#platform/index';
import { createInference, createWeights } from '#platform/inference';
import { createStores, openDatabase, type Database } from '#platform/postgres';
import { createTelemetry, type Telemetry } from '#platform/telemetry';
import { createArchive } from './archive.ts';
import { gitCommitOf, gitState, type GitState } from './git-state.ts';
import { loadProject, type LoadedProject } from './load-project.ts';
import { createServing, type Serving } from './serving.ts';
import { tablesInUse } from './tables-in-use.ts';

/** Project, stores, models and the compiler: what the serving path is made from. */
export interface OpenedProgram
  extends
    ClockDep,
    IdDep,
    FilesDep,
    BlobsDep,
    RecordsDep,
    LedgerDep,
    JournalDep,
    PointersDep,
    StageRunsDep,
    RunsDep,
    SpanStoreDep,
    FeedbackDep,
    ExposureDep,
    ApiKeysDep,
    KeyRingDep,
    SessionsDep,
    SealedUsesDep,
    BatchStoreDep,
    LimitStoreDep,
    LimitRulesDep,
    AccountStoreDep,
    UsageDep,
    TelemetryDep,
    LogDep,
    ProgressDep,
    ModelsDep,
    InferenceDep,
    WeightsDep,
    HttpDep,
    EnvironmentDep,
    VectorIndexDep,
    RetrieverDep,
    IndexUseDep,
    CompileDep {
  readonly loaded: LoadedProject;
  readonly dataDirectory: string;
  readonly database: Database;
  readonly signal: AbortSignal;
  readonly git: { readonly state: () => Promise<GitState | undefined> };
  readonly gitCommit: (path: string) => Promise<string | undefined>;
  readonly telemetryCounts: Telemetry['counts'];
  readonly flushTelemetry: () => Promise<void>;
  readonly enginePids: () => readonly number[];
  readonly close: () => Promise<void>;
}

export interface OpenOptions {
  readonly projectFolder: string;
  readonly dataFolder: string | undefined;
  readonly log: LogDep['log'];
  readonly signal: AbortSignal;
}

const environment: EnvironmentDep['environment'] = { read: (name) => process.env[name] };

const assemble = (
  loaded: LoadedProject,
  dataDirectory: string,
  { log, signal, database }: OpenOptions & { readonly database: Database },
): OpenedProgram => {
  const basics = { clock: createSystemClock(), ids: createIds(), database, dataDirectory };
  const { name } = loaded.project;
  const stores = createStores(basics, name);
  const auth = createAuth(basics, name);
  const telemetry = createTelemetry(stores);
  const inference = createInference();
  const vectorIndex = createVectorIndex(join(dataDirectory, 'index'));
  const outside = { http: { fetch: globalThis.fetch }, environment };
  const weights = createWeights();
  const files = createFiles(loaded.root);
  const models = createModels({ ...basics, ...inference, ...weights, ...outside, files }, loaded.project.models);
  const retrievers = createRetrievers({ ...vectorIndex, ...models });
  return {
    ...basics,
    ...stores,
    ...auth,
    ...outside,
    ...weights,
    ...models,
    ...vectorIndex,
    ...retrievers,
    ...createCompiler({ ...basics, ...stores, ...telemetry, ...models, ...retrievers }),
    inference: inference.inference,
    telemetry: telemetry.telemetry,
    files,
    blobs: createBlobs(join(dataDirectory, 'blobs')),
    indexTablesInUse: () => tablesInUse(stores),
    progress: () => undefined,
    log,
    loaded,
    signal,
    git: { state: () => gitState(loaded.root) },
    gitCommit: gitCommitOf,
    telemetryCounts: telemetry.counts,
    flushTelemetry: async () => {
      await telemetry.flush();
    },
    enginePids: inference.pids,
    close: async () => {
      await telemetry.close();
      await inference.close();
      vectorIndex.close();
      await database.close();
    },
  };
};

/** What every stage, command and route may ask for. */
export type Program = OpenedProgram & Serving & ArchiveDep & RetentionStoreDep;

const addServing = (program: OpenedProgram): Program => {
  const serving = createServing(program);
  return {
    ...program,
    ...serving,
    ...createArchive(program),
    close: async () => {
      await serving.closeServing();
      await program.close();
    },
  };
};

/** Opens project, data directory and database; nothing else starts before it is used. */
export const openProgram = async (options: OpenOptions): Promise<Result<Program, Fault>> => {
  const loaded = await loadProject(options.projectFolder);
  if (!loaded.ok) return loaded;
  const prepared = await prepareDataDirectory(resolve(options.dataFolder ?? join(loaded.value.root, '.throughline')));
  if (!prepared.ok) return prepared;
  const database = await openDatabase({ dataDirectory: prepared.value, log: options.log });
  if (!database.ok) return err(database.error);
  return ok(addServing(assemble(loaded.value, prepared.value, { ...options, database: database.value })));
};
