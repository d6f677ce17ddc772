import { setTimeout as sleep } from 'node:timers/promises';
import { FaultError, isFaultError } from '#kernel';
import { errorCode, fileFault } from '#platform/files';
import { postgresFault } from './errors.ts';

export interface RetryOptions {
  /** Where the database is, for the fault. */
  readonly address: () => string;
  /** How long a lost connection is retried; 30 seconds when absent. */
  readonly patienceMs?: number;
  /** Called before each further attempt; starts the embedded server again. */
  readonly recover?: () => Promise<void>;
}

const lostCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);
const conflictCodes = new Set(['40001', '40P01']);

/** Whether the connection was lost or refused, or the database asks to do the transaction again. */
export const isRetryable = (thrown: unknown): boolean => {
  const code = errorCode(thrown) ?? '';
  if (lostCodes.has(code) || conflictCodes.has(code) || code.startsWith('08')) return true;
  return (
    thrown instanceof Error &&
    /connection terminated|connection timeout|client has encountered a connection error|not queryable/i.test(
      thrown.message,
    )
  );
};

const translate = (thrown: unknown, address: string): unknown =>
  errorCode(thrown) === '53100'
    ? new FaultError(fileFault('PLATFORM_DISK_FULL', { path: `the database at ${address}`, reason: 'disk full' }), {
        cause: thrown,
      })
    : thrown;

const longestPauseMs = 2_000;

/** Exponential with full jitter, so that many clients do not come back at once. */
const pauseFor = (attempt: number): number => Math.random() * Math.min(longestPauseMs, 50 * 2 ** attempt);

const isTemporary = (thrown: unknown): boolean => (isFaultError(thrown) ? thrown.fault.retryable : isRetryable(thrown));

const unreachable = (thrown: unknown, address: string, patienceMs: number): FaultError => {
  if (isFaultError(thrown)) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const details = {
    address,
    seconds: Math.round(patienceMs / 1_000),
    reason: message || (errorCode(thrown) ?? 'unknown'),
  };
  return new FaultError(postgresFault('PLATFORM_DATABASE_UNREACHABLE', details), { cause: thrown });
};

/**
 * Does work that may be done twice, again and again while the database is away, for a bounded time. Work must
 * be idempotent: a connection can be lost after the database has committed.
 */
export const withRetry = async <Value>(
  { address, patienceMs = 30_000, recover = () => Promise.resolve() }: RetryOptions,
  work: () => Promise<Value>,
): Promise<Value> => {
  const startedAt = performance.now();
  for (let attempt = 0; ; attempt += 1) {
    try {
      if (attempt > 0) await recover();
      return await work();
    } catch (thrown) {
      if (!isTemporary(thrown)) throw translate(thrown, address());
      const pause = pauseFor(attempt);
      if (performance.now() - startedAt + pause > patienceMs) throw unreachable(thrown, address(), patienceMs);
      await sleep(pause);
    }
  }
};
