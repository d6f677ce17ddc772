import type { Json } from '#kernel';
import type { Dialect } from '#build/models';
import type { JsonObject } from '../dialects/port.ts';
import type { BatchStatus, BatchProblem } from './batch-contract.ts';

/** A file that a client uploaded or a batch wrote. */
export interface StoredFile {
  readonly id: string;
  /** Whose it is: keys of one team share their files, see `ownerOf`. */
  readonly owner: string;
  readonly purpose: 'batch' | 'batch_output';
  readonly filename: string;
  readonly bytes: number;
  /** Hash of the blob, which holds more than the content, see `sealFile`. */
  readonly blob: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface Batch {
  readonly id: string;
  readonly owner: string;
  /** The key that pays. */
  readonly keyId: string;
  readonly endpoint: string;
  readonly inputFile: string;
  readonly status: BatchStatus;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly metadata: JsonObject | undefined;
  readonly problems: readonly BatchProblem[];
  /** When it came into each status. */
  readonly times: Readonly<Partial<Record<BatchStatus, number>>>;
  readonly outputFile: string | undefined;
  readonly errorFile: string | undefined;
  readonly counts: { readonly total: number; readonly completed: number; readonly failed: number };
}

export type NewBatch = Pick<
  Batch,
  'id' | 'owner' | 'keyId' | 'endpoint' | 'inputFile' | 'createdAt' | 'expiresAt' | 'metadata'
>;

export interface PageFilter {
  /** Undefined sees everything. */
  readonly owner: string | undefined;
  /** The last id of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
  readonly ascending?: boolean;
}

/** What came of one line; written once. */
export interface LineResult {
  /** Counted from 0. */
  readonly line: number;
  readonly failed: boolean;
  /** The line of the output or error file. */
  readonly outcome: string;
}

/** Who works on a batch. Every write that names one is refused when the lease has gone to another. */
export interface Lease {
  readonly batch: string;
  readonly worker: string;
}

export interface FinishedBatch {
  readonly status: 'completed' | 'cancelled' | 'expired';
  readonly files: readonly StoredFile[];
  readonly outputFile: string | undefined;
  readonly errorFile: string | undefined;
  readonly counts: Batch['counts'];
}

/** Files and batches of one project, durable. Times of leases are the store's own. */
export interface BatchStoreDep {
  readonly batches: {
    readonly addFile: (file: StoredFile) => Promise<void>;
    readonly file: (id: string, owner: string | undefined) => Promise<StoredFile | undefined>;
    /** Ordered by id, that is by time. */
    readonly files: (filter: PageFilter & { readonly purpose?: string | undefined }) => Promise<readonly StoredFile[]>;
    /** The file that was deleted; `in-use` when a batch that is not over reads it. */
    readonly deleteFile: (id: string, owner: string | undefined) => Promise<StoredFile | 'in-use' | undefined>;
    readonly create: (batch: NewBatch) => Promise<Batch>;
    readonly get: (id: string, owner: string | undefined) => Promise<Batch | undefined>;
    readonly list: (filter: PageFilter) => Promise<readonly Batch[]>;
    /** Asks for its end; a batch that is over stays as it is. */
    readonly cancel: (id: string, owner: string | undefined) => Promise<Batch | undefined>;
    /** The oldest batch that is not over and nobody works on; it is the worker's for `leaseMs`. */
    readonly claim: (worker: string, leaseMs: number) => Promise<Batch | undefined>;
    /** Undefined when the lease has gone. */
    readonly renew: (lease: Lease, leaseMs: number) => Promise<BatchStatus | undefined>;
    readonly release: (lease: Lease) => Promise<void>;
    readonly begin: (lease: Lease, total: number) => Promise<void>;
    readonly fail: (lease: Lease, problems: readonly BatchProblem[]) => Promise<void>;
    /** A line that has a result keeps it. */
    readonly addResult: (batch: string, result: LineResult) => Promise<void>;
    readonly doneLines: (batch: string) => Promise<ReadonlySet<number>>;
    /** In the order of lines, from after `after` (-1: the first). */
    readonly results: (
      batch: string,
      page: { readonly after: number; readonly limit: number },
    ) => Promise<readonly LineResult[]>;
    /** Adds its files, ends it and drops its results, in one transaction. */
    readonly finish: (lease: Lease, finished: FinishedBatch) => Promise<void>;
  };
}

export interface BatchCall {
  readonly endpoint: string;
  readonly dialect: Dialect;
  readonly body: JsonObject;
  readonly keyId: string;
  readonly signal: AbortSignal;
}

export interface BatchReply {
  readonly status: number;
  readonly requestId: string;
  readonly body: Json;
  readonly retryAfterMs?: number | undefined;
}

/** One call through the gateway, as if the client had made it: with its limits, caches and accounts. */
export interface BatchCallDep {
  readonly callGateway: (call: BatchCall) => Promise<BatchReply>;
}
