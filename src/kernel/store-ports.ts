import type { Fault } from './fault.ts';
import type { Json } from './hash.ts';
import type { Span } from './ports.ts';
import type { RecordDraft, StoredRecord } from './record.ts';
import type { StageName } from './stage-name.ts';

/** One execution of the whole project or of some stages. */
export interface Run {
  readonly id: string;
  readonly status: RunStatus;
  /** Git commit, dirty flag, asked stages: whatever the run engine wants to keep. */
  readonly details: Json;
  readonly startedAt: string;
  readonly endedAt: string | undefined;
}

/** `interrupted`: its process ended without finishing it, and another run has begun since. */
export type RunStatus = 'running' | 'done' | 'failed' | 'interrupted';

export interface RunsDep {
  readonly runs: {
    /** Runs of the project that never finished become `interrupted`; so the caller must be the only runner. */
    readonly begin: (run: { readonly id: string; readonly details: Json }) => Promise<Run>;
    readonly finish: (run: {
      readonly id: string;
      readonly status: 'done' | 'failed';
      readonly details?: Json;
    }) => Promise<void>;
    /** Newest first. */
    readonly list: (limit?: number) => Promise<readonly Run[]>;
  };
}

/** One execution of one stage. */
export interface StageRun {
  readonly runId: string;
  readonly stage: StageName;
  readonly fingerprint: string;
  readonly status: 'running' | 'done' | 'failed';
  /** Why it ran: what had changed. */
  readonly reason: string;
  readonly fault: Fault | undefined;
  readonly startedAt: string;
  readonly endedAt: string | undefined;
  /** In the order the stage returned them. */
  readonly recordHashes: readonly string[];
}

export interface StageRunBegin {
  readonly runId: string;
  readonly stage: StageName;
  readonly fingerprint: string;
  readonly reason: string;
}

export interface StageRunsDep {
  readonly stageRuns: {
    /** The newest successful execution. */
    readonly latest: (stage: StageName) => Promise<StageRun | undefined>;
    /** The newest execution of each stage, whatever its status. */
    readonly all: () => Promise<readonly StageRun[]>;
    readonly ofRun: (runId: string) => Promise<readonly StageRun[]>;
    /** Hashes of all current records (see `RecordFilter.current`) by type; a type without any is absent. */
    readonly currentHashes: () => Promise<ReadonlyMap<string, readonly string[]>>;
    readonly begin: (run: StageRunBegin) => Promise<void>;
    /** Stores the records, their inputs, the outcome and one ledger entry in one transaction. */
    readonly finish: (run: {
      readonly runId: string;
      readonly stage: StageName;
      readonly drafts: readonly RecordDraft[];
    }) => Promise<readonly StoredRecord[]>;
    readonly fail: (run: { readonly runId: string; readonly stage: StageName; readonly fault: Fault }) => Promise<void>;
  };
}

/** A trace in a list, described by its root span. */
export interface TraceSummary {
  readonly traceId: string;
  readonly root: Span;
  readonly spans: number;
  readonly errors: number;
}

export interface TraceFilter {
  readonly traceId?: string;
  /** Milliseconds since 1970, inclusive. */
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  readonly operation?: string;
  readonly status?: Span['status'];
  /** Attributes of the root span that must have exactly these values. */
  readonly attributes?: Readonly<Record<string, Json>>;
  readonly minimumDurationMs?: number;
  /** The last trace of the page before. */
  readonly before?: { readonly startedAt: number; readonly traceId: string };
  /** 1 to 1,000; 50 when absent. */
  readonly limit?: number;
}

export interface SpanFilter {
  readonly from?: number;
  readonly to?: number;
  readonly operation?: string;
  readonly attributes?: Readonly<Record<string, Json>>;
  readonly minimumDurationMs?: number;
  /** 1 to 100,000; 10,000 when absent. */
  readonly limit?: number;
}

export interface SpanStoreDep {
  readonly spans: {
    /** A span that is already stored is left alone. */
    readonly insert: (spans: readonly Span[]) => Promise<void>;
    /** Newest first. */
    readonly traces: (filter: TraceFilter) => Promise<readonly TraceSummary[]>;
    /** The spans of a trace, oldest first, 10,000 at the most and when no limit is given; empty when it is not known. */
    readonly trace: (traceId: string, limit?: number) => Promise<readonly Span[]>;
    /** Single spans, newest first, for live figures. */
    readonly list: (filter: SpanFilter) => Promise<readonly Span[]>;
    /** Retention: how many were deleted. */
    readonly deleteBefore: (time: number) => Promise<number>;
  };
}

export interface Feedback {
  readonly id: string;
  readonly traceId: string;
  /** A metric id or a free name, for instance `thumb`. */
  readonly name: string;
  readonly value: number;
  /** Who said it: `user`, `reviewer NAME`, `judge MODEL`. */
  readonly source: string;
  readonly comment: string | undefined;
  readonly at: string;
}

export interface FeedbackDep {
  readonly feedback: {
    readonly add: (given: Omit<Feedback, 'id' | 'at'>) => Promise<Feedback>;
    /** Newest first; `from` and `to` in milliseconds since 1970; limit 1 to 10,000, 1,000 when absent. */
    readonly list: (filter: {
      readonly traceId?: string;
      readonly name?: string;
      readonly from?: number;
      readonly to?: number;
      readonly limit?: number;
    }) => Promise<readonly Feedback[]>;
    readonly deleteBefore: (time: number) => Promise<number>;
  };
}

/** That a unit (a conversation, a user) was given an arm of a rollout, with what probability. */
export interface Exposure {
  readonly rollout: string;
  readonly unit: string;
  readonly arm: string;
  readonly propensity: number;
  readonly traceId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface ExposureDep {
  readonly exposures: {
    readonly insert: (exposures: readonly Exposure[]) => Promise<void>;
    /** Oldest first; `after` pages through them. Limit 1 to 10,000, 1,000 when absent. */
    readonly list: (filter: {
      readonly rollout: string;
      readonly after?: { readonly at: number; readonly traceId: string };
      readonly limit?: number;
    }) => Promise<readonly Exposure[]>;
    readonly deleteBefore: (time: number) => Promise<number>;
  };
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** The start of the key, to recognise it. */
  readonly prefix: string;
  readonly createdAt: string;
  readonly expiresAt: string | undefined;
  readonly revokedAt: string | undefined;
  /** Whom the key belongs to; limits and budgets of each level apply together. */
  readonly organisation?: string | undefined;
  readonly team?: string | undefined;
  /** Model names it may ask for; all when absent. */
  readonly models?: readonly string[] | undefined;
}

export interface ApiKeysDep {
  readonly apiKeys: {
    /** `key` is shown once; only its SHA-256 is stored. */
    readonly create: (wanted: {
      readonly name: string;
      readonly actor: string;
      /** Milliseconds since 1970. */
      readonly expiresAt?: number;
    }) => Promise<ApiKey & { readonly key: string }>;
    /** Undefined when it is unknown, expired or revoked. */
    readonly verify: (key: string) => Promise<ApiKey | undefined>;
    readonly list: () => Promise<readonly ApiKey[]>;
    /** False when there is no such live key. */
    readonly revoke: (revoked: { readonly id: string; readonly actor: string }) => Promise<boolean>;
  };
}

export interface Session {
  readonly token: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

export interface SessionsDep {
  readonly sessions: {
    /** A token for the link in the terminal; it works once, for ten minutes. */
    readonly createLogin: () => Promise<Session>;
    /** Takes a login token for a session; undefined when it is unknown, used or expired. */
    readonly exchange: (loginToken: string) => Promise<Session | undefined>;
    readonly verify: (token: string) => Promise<boolean>;
    readonly end: (token: string) => Promise<void>;
  };
}

export type SealedClaim = 'claimed' | 'already-used-by-this' | { readonly usedBy: string };

/** A sealed case set may be used for one release decision. */
export interface SealedUsesDep {
  readonly sealedUses: { readonly claim: (caseSetVersion: string, decisionId: string) => Promise<SealedClaim> };
}
