import type { ZodType } from 'zod';
import type { Fault } from './fault.ts';
import type { FilesDep } from './ports.ts';
import type { RecordDraft, StoredRecord } from './record.ts';
import type { Result } from './result.ts';
import type { Phase, StageName } from './stage-name.ts';

/** What a stage gets besides its dependencies. */
export interface StageInput<Config> {
  /** Its slice of the project file, parsed. */
  readonly config: Config;
  readonly projectName: string;
  readonly runId: string;
  readonly signal: AbortSignal;
  /** The current records of each type that the stage reads; empty when there are none. */
  readonly read: <Body>(type: string) => readonly StoredRecord<Body>[];
}

/** What the fingerprint holds besides code version, config and input records. */
export interface WatchInput<Config> {
  readonly config: Config;
  readonly projectRoot: string;
}

/**
 * One stage of the lifecycle: a function from records to records. It runs again only when its
 * fingerprint (code, config, input record hashes, watched values) is not in the store.
 */
export interface Stage<Config, Deps> {
  readonly name: StageName;
  readonly phase: Phase;
  /** The question it answers, for people. */
  readonly question: string;
  /** Record types it reads; a type belongs to the stage before its slash. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Top-level key and schema of its slice of the project file. */
  readonly config: ZodType<Config>;
  /** Content hashes of files, model digests, ids of people's decisions: whatever else the result depends on. */
  readonly watch?: (deps: Deps & FilesDep, input: WatchInput<Config>) => Promise<Readonly<Record<string, string>>>;
  readonly run: (deps: Deps, input: StageInput<Config>) => Promise<Result<readonly RecordDraft[], Fault>>;
}

/** Keeps the literal types of a stage while checking its shape. */
export const defineStage = <Config, Deps>(stage: Stage<Config, Deps>): Stage<Config, Deps> => stage;
