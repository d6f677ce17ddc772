import type { ClockDep, LogDep } from '#kernel';
import type { LeaseReply, LeaseReport, LimitAlert, LimitStoreDep } from './port.ts';

export interface StoreCallOptions {
  readonly process: string;
  readonly patienceMs: number;
}

/** Calls of the store, each bounded in time, and whether it is away. */
export interface StoreCall {
  /** Never rejects; no replies while the store is away. */
  readonly sync: (
    reports: readonly LeaseReport[],
  ) => Promise<{ readonly replies: readonly LeaseReply[]; readonly sentAt: number }>;
  readonly alert: (alert: LimitAlert) => void;
  /** From the first failure to the next success. */
  readonly isAway: () => boolean;
  /** Whether an attempt is due while it is away. */
  readonly mayTry: () => boolean;
  /** Monotonic time of the newest call that succeeded: by then this process was surely seen alive. */
  readonly seenAt: () => number;
  readonly processes: () => number;
}

/** Calls that were given up may still run; with this many of them no further one is made. */
const mostPending = 3;
const longestPauseMs = 2_000;

/** Settles as the promise does, or rejects after `patienceMs`. */
const within = async <Value>(patienceMs: number, promise: Promise<Value>): Promise<Value> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer in ${patienceMs} ms`)), patienceMs);
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

export const createStoreCall = (
  { clock, log, limitStore }: ClockDep & LogDep & LimitStoreDep,
  { process, patienceMs }: StoreCallOptions,
): StoreCall => {
  let [sequence, pending, failures, retryAt, seenAt, processes] = [0, 0, 0, 0, -Infinity, 1];

  const failed = (thrown: unknown): void => {
    failures += 1;
    retryAt = clock.monotonic() + Math.min(longestPauseMs, 100 * 2 ** failures);
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    if (failures === 1) log('warn', 'the store of the limits is away', { why });
  };
  const answered = (sentAt: number, count: number): void => {
    if (failures > 0) log('info', 'the store of the limits is back');
    [failures, seenAt, processes] = [0, sentAt, Math.max(1, count)];
  };
  const mayTry = (): boolean => (failures === 0 || clock.monotonic() >= retryAt) && pending < mostPending;

  return {
    sync: async (reports) => {
      const sentAt = clock.monotonic();
      if (!mayTry()) return { replies: [], sentAt };
      sequence += 1;
      pending += 1;
      const call = limitStore.sync({ process, sequence, reports }).finally(() => {
        pending -= 1;
      });
      try {
        const answer = await within(patienceMs, call);
        answered(sentAt, answer.processes);
        return { replies: answer.replies, sentAt };
      } catch (thrown) {
        failed(thrown);
        return { replies: [], sentAt };
      }
    },
    alert: (alert) => {
      const { level, subject, kind, share, amount, spent } = alert;
      limitStore.alert(alert).then(
        (isNew) => isNew && log('warn', 'a share of a budget is used', { level, subject, kind, share, amount, spent }),
        (thrown: unknown) => log('warn', 'an alert of a budget was not noted', { why: String(thrown) }),
      );
    },
    isAway: () => failures > 0,
    mayTry,
    seenAt: () => seenAt,
    processes: () => processes,
  };
};
