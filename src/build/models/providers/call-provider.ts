import pRetry from 'p-retry';
import { setTimeout as delay } from 'node:timers/promises';
import { err, FaultError, isFaultError, ok, type Fault, type Result } from '#kernel';
import { fault } from '../errors.ts';

export interface CallPolicy {
  /** Milliseconds for a whole call, all attempts together. */
  readonly timeoutMs?: number;
  /** Attempts after the first. */
  readonly retries?: number;
  /** Wait before the first retry; doubled for each further one, with jitter. */
  readonly firstWaitMs?: number;
}

export const unreachable = (id: string, thrown: unknown): Fault => {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? `: ${thrown.cause.message}` : '';
  return fault('MODELS_UNREACHABLE', {
    id,
    message: `${thrown instanceof Error ? thrown.message : String(thrown)}${cause}`,
  });
};

/** A failure that knows how long the server asked to wait. */
export const askedToWait = (failure: Fault, askedMs: number): Fault => ({
  ...failure,
  details: { ...failure.details, askedMs },
});

const waitAsAsked = async (error: unknown, retriesLeft: number, signal: AbortSignal): Promise<void> => {
  const askedMs = isFaultError(error) ? error.fault.details['askedMs'] : undefined;
  if (typeof askedMs === 'number' && retriesLeft > 0 && askedMs > 0) await delay(askedMs, undefined, { signal });
};

export interface ProviderCall<Value> {
  readonly id: string;
  readonly signal: AbortSignal | undefined;
  /** Throws a FaultError; one that is retryable is tried again. */
  readonly attempt: (signal: AbortSignal) => Promise<Value>;
}

/** Calls a provider as often as the policy allows. Aborting rejects with the reason of the caller's signal. */
export const callProvider = async <Value>(
  { id, signal: callers, attempt }: ProviderCall<Value>,
  { timeoutMs = 120_000, retries = 3, firstWaitMs = 400 }: CallPolicy,
): Promise<Result<Value, Fault>> => {
  callers?.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = callers === undefined ? timeout : AbortSignal.any([timeout, callers]);
  try {
    const value = await pRetry(() => attempt(signal), {
      retries,
      minTimeout: firstWaitMs,
      randomize: true,
      signal,
      onFailedAttempt: ({ error, retriesLeft }) => waitAsAsked(error, retriesLeft, signal),
      shouldRetry: ({ error }) => isFaultError(error) && error.fault.retryable,
    });
    return ok(value);
  } catch (thrown) {
    callers?.throwIfAborted();
    return err(isFaultError(thrown) ? thrown.fault : unreachable(id, thrown));
  }
};

/** Once text was told, the attempt cannot be made again: the reader would see it twice. */
export const watchDeltas = (onDelta: ((text: string) => void) | undefined) => {
  let hasTold = false;
  return {
    onDelta: (text: string): void => {
      hasTold = true;
      onDelta?.(text);
    },
    stop: (failure: Fault): FaultError => new FaultError(hasTold ? { ...failure, retryable: false } : failure),
  };
};
