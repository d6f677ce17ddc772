import type { Fault, Result } from '#kernel';
import type { Usage } from '#build/models/contract';
import type { Dialect } from '#build/models';

/** A call to a provider on the wire. */
export interface UpstreamRequest {
  readonly method: 'POST' | 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly connectMs: number;
  /** From sending to the first body byte. */
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
  /** How long an idle connection may be used again. */
  readonly keepAliveMs: number;
}

export type UpstreamFailure =
  /** Nothing reached the provider, or it closed before it answered; asking again is safe. */
  | 'dns'
  | 'connect'
  | 'connect-timeout'
  | 'reset-before-headers'
  /** It may have worked on the request. */
  | 'first-byte-timeout'
  | 'idle-timeout'
  | 'total-timeout'
  | 'cut'
  | 'headers-invalid'
  | 'aborted';

/** Called in the order headers, data..., then one of end or failure. */
export interface UpstreamHandler {
  readonly onHeaders: (status: number, headers: Readonly<Record<string, string>>) => void;
  /** False asks for a pause until `resume`. */
  readonly onData: (bytes: Buffer) => boolean;
  readonly onEnd: () => void;
  readonly onFailure: (failure: UpstreamFailure, message: string) => void;
}

export interface UpstreamCall {
  readonly resume: () => void;
  /** Closes the connection to the provider at once; the handler hears `aborted`. */
  readonly abort: () => void;
}

/** The HTTP client of the gateway: bytes in, bytes out, every wait bounded. */
export interface UpstreamDep {
  readonly upstream: {
    readonly send: (request: UpstreamRequest, handler: UpstreamHandler) => UpstreamCall;
    readonly close: () => Promise<void>;
  };
}

/** Who pays: the key and everything above it. Ids; absent levels are not limited. */
export interface Payer {
  readonly keyId: string;
  readonly organisation?: string | undefined;
  readonly team?: string | undefined;
  readonly endUser?: string | undefined;
  /** Model names or `*`. */
  readonly models: readonly string[];
}

export interface ReserveRequest {
  readonly payer: Payer;
  readonly model: string;
  /** Estimates; settled with what it really was. */
  readonly tokens: number;
  readonly costNano: number;
}

/** Takes a place, tokens and money before a call, and gives back the difference after it. */
export interface Reservation {
  /** Idempotent. Never waits. */
  readonly settle: (actual: { readonly tokens: number; readonly costNano: number }) => void;
}

/** Enforces rates, concurrency and budgets. Answers at once where a lease has room. */
export interface LimitsDep {
  readonly limits: {
    readonly reserve: (request: ReserveRequest) => Result<Reservation, Fault> | Promise<Result<Reservation, Fault>>;
  };
}

/** One finished call, for the accounts: scalars only. */
export interface Account {
  /** UUIDv7; the account is stored once under it. */
  readonly id: string;
  readonly traceId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly keyId: string;
  readonly organisation?: string | undefined;
  readonly team?: string | undefined;
  readonly endUser?: string | undefined;
  /** The name the client asked for. */
  readonly route: string;
  /** Catalogue id that answered; empty when none did. */
  readonly model: string;
  readonly provider: string;
  readonly dialect: Dialect;
  readonly outcome: 'ok' | 'failed' | 'aborted' | 'denied' | 'cached';
  readonly status: number;
  readonly attempts: number;
  readonly usage: Usage;
  /** True when the provider reported no usage and it was estimated from the bytes seen. */
  readonly estimated: boolean;
  readonly costNano: number;
  readonly durationMs: number;
  readonly firstByteMs?: number | undefined;
}

/** Takes a finished call without waiting. What was taken survives the death of the process. */
export interface AccountsSinkDep {
  readonly accounted: (account: Account) => void;
}
