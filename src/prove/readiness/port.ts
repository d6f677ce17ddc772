import type { Candidate } from '#build/strategy/contract';

export interface LoadRequest {
  readonly requests: number;
  readonly concurrency: number;
  readonly maximumSeconds: number;
  /** Asked in turn. */
  readonly questions: readonly string[];
  readonly signal: AbortSignal;
}

export interface LoadOutcome {
  /** Milliseconds of every answered request. */
  readonly latencies: readonly number[];
  readonly errors: number;
  readonly seconds: number;
}

/** Puts a candidate under load, in the process or over HTTP. */
export interface LoadDep {
  readonly load: (candidate: Candidate, request: LoadRequest) => Promise<LoadOutcome>;
}

/** Writes a span and reads it back from where the monitor would look. */
export interface ProbeMonitoringDep {
  readonly probeMonitoring: () => Promise<{ readonly ok: boolean; readonly says: string }>;
}
