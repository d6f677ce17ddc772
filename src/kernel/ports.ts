import type { Json } from './hash.ts';
import type { RecordDraft, StoredRecord } from './record.ts';
import type { StageName } from './stage-name.ts';

/** Time, so that tests can hold it still. */
export interface ClockDep {
  readonly clock: {
    /** Wall time in milliseconds since 1970. */
    readonly now: () => number;
    /** Monotonic milliseconds, for durations. */
    readonly monotonic: () => number;
  };
}

/** Ids: UUIDv7 (RFC 9562), sortable by time. */
export interface IdDep {
  readonly ids: { readonly uuid: () => string };
}

/** Progress of anything that may take over two seconds. */
export interface ProgressEvent {
  readonly stage: StageName;
  readonly message: string;
  readonly done?: number;
  readonly total?: number;
}

export interface ProgressDep {
  readonly progress: (event: ProgressEvent) => void;
}

/** The records of one project. */
export interface RecordsDep {
  readonly records: {
    /** Stores drafts that no stage run owns (people's decisions), in one transaction with `ledger`. */
    readonly decide: (draft: RecordDraft, by: Decision) => Promise<StoredRecord>;
    readonly get: (hash: string) => Promise<StoredRecord | undefined>;
    /** Newest first. */
    readonly list: (filter: RecordFilter) => Promise<readonly StoredRecord[]>;
    /** What a record was made from (`up`) or what was made from it (`down`), all levels, itself first. */
    readonly lineage: (hash: string, direction: 'up' | 'down') => Promise<readonly StoredRecord[]>;
  };
}

export interface RecordFilter {
  readonly type?: string;
  readonly stage?: StageName;
  /** Only what the newest successful execution of its stage wrote; decisions always count. */
  readonly current?: boolean;
  /** 1 to 10,000; 100 when absent. */
  readonly limit?: number;
}

/** Who decided, and why; goes to the ledger with the record. */
export interface Decision {
  readonly stage: StageName;
  readonly actor: string;
  readonly reason: string;
}

/** The hash-chained log of everything that happened. */
export interface LedgerDep {
  readonly ledger: {
    readonly append: (event: LedgerEvent) => Promise<LedgerEntry>;
    /** Newest first. */
    readonly list: (page: { readonly before?: number; readonly limit: number }) => Promise<readonly LedgerEntry[]>;
    readonly verify: () => Promise<LedgerVerdict>;
  };
}

export interface LedgerEvent {
  readonly actor: string;
  /** `noun-verb`, for instance `release-promote`. */
  readonly kind: string;
  /** What it is about: a record hash, a release, a key id. */
  readonly subject: string;
  readonly payload: Json;
}

export interface LedgerEntry extends LedgerEvent {
  readonly sequence: number;
  readonly at: string;
  readonly previousHash: string;
  readonly hash: string;
}

export type LedgerVerdict =
  | { readonly intact: true; readonly entries: number; readonly head: string }
  | { readonly intact: false; readonly entries: number; readonly sequence: number; readonly problem: string };

/** Remembers the result of work by its content, so that after a crash no paid call is made twice. */
export interface JournalDep {
  readonly journal: {
    /** Returns the stored value of `key`, or does the work and stores it (fsynced) before returning. */
    readonly once: <Value extends Json>(key: JournalKey, work: () => Promise<Value>) => Promise<Value>;
  };
}

export interface JournalKey {
  /** `stage/step`, for instance `evaluate/answer`. */
  readonly step: string;
  /** Everything the result depends on; hashed. */
  readonly inputs: unknown;
}

/** Small mutable state (which release is live), changed by compare-and-set, always with a ledger entry. */
export interface PointersDep {
  readonly pointers: {
    readonly get: (name: string) => Promise<Pointer | undefined>;
    /** Fails with `false` when `expectedVersion` is no longer current (0: must not exist yet). */
    readonly set: (change: PointerChange, event: LedgerEvent) => Promise<boolean>;
  };
}

export interface Pointer {
  readonly name: string;
  readonly value: Json;
  readonly version: number;
}

export interface PointerChange {
  readonly name: string;
  readonly value: Json;
  readonly expectedVersion: number;
}

/** Reading and writing files below the project; paths are relative to it unless absolute. */
export interface FilesDep {
  readonly files: {
    /** Undefined when there is no such file. */
    readonly read: (path: string) => Promise<Uint8Array | undefined>;
    readonly readText: (path: string) => Promise<string | undefined>;
    /** Written to a temporary file, fsynced and renamed. */
    readonly write: (path: string, content: string | Uint8Array) => Promise<void>;
    /** Files that match the globs below `root`, sorted, with `/` separators, relative to `root`. */
    readonly glob: (root: string, patterns: readonly string[]) => Promise<readonly string[]>;
    readonly exists: (path: string) => Promise<boolean>;
    /** Bytes of a file, without reading it; undefined when there is none. */
    readonly size: (path: string) => Promise<number | undefined>;
    /** Absolute path. */
    readonly resolve: (path: string) => string;
  };
}

/** Immutable bytes by SHA-256. */
export interface BlobsDep {
  readonly blobs: {
    readonly put: (content: string | Uint8Array) => Promise<string>;
    readonly get: (hash: string) => Promise<Uint8Array | undefined>;
    readonly delete: (hash: string) => Promise<void>;
  };
}

/** A finished span, in OpenTelemetry GenAI terms. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  /** For instance `chat smollm2`, `retrieve`, `guardrail personal-data`. */
  readonly name: string;
  /** `gen_ai.operation.name`: chat, embeddings, execute_tool, invoke_agent, retrieval; ours: guardrail, answer. */
  readonly operation: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly status: 'ok' | 'error';
  readonly attributes: Readonly<Record<string, Json>>;
}

/** Takes finished spans without waiting; drops are counted when the queue is full. */
export interface TelemetryDep {
  readonly telemetry: { readonly record: (span: Span) => void };
}

/** Structured log lines. Never holds secrets or personal data. */
export interface LogDep {
  readonly log: (
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    fields?: Readonly<Record<string, Json>>,
  ) => void;
}
