import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LogDep } from '#kernel';
import type { AccountsSinkDep } from '#run/serve';
import { lineOfAccount } from './account-line.ts';
import { replayLeftovers } from './leftovers.ts';
import type { AccountStoreDep } from './port.ts';
import { readLines } from './read-lines.ts';
import { createSegments, type Segments } from './segments.ts';
import { storeLines } from './store-lines.ts';

export interface AccountsOptions {
  /** Files stand in `accounts/` below it. */
  readonly dataDirectory: string;
  /** 16 MiB when absent. */
  readonly segmentBytes?: number;
  /** What may wait on disk; more is dropped and counted. 512 MiB when absent. */
  readonly maximumBytes?: number;
  /** An account is in the store about this much later; 200 ms when absent. */
  readonly delayMs?: number;
  /** How often files of processes that have ended are looked for; 30 seconds when absent. */
  readonly replayMs?: number;
}

export interface AccountCounts {
  readonly accepted: number;
  /** Not written, because the disk was full or the bound reached. */
  readonly dropped: number;
  /** Lines that could not be stored. */
  readonly broken: number;
  /** Stores that failed; their accounts were kept and tried again. */
  readonly failures: number;
  readonly pendingBytes: number;
}

/** Takes accounts at once, on disk, and stores them soon after. */
export interface Accounts extends AccountsSinkDep {
  readonly counts: () => AccountCounts;
  /** Stores what processes that have ended left behind. */
  readonly recover: () => Promise<void>;
  /** Waits until everything taken so far is in the store, at most `timeoutMs`; false when it is not. */
  readonly flush: (timeoutMs?: number) => Promise<boolean>;
  /** Flushes and stops; what is not stored in time stays on disk for the next start. */
  readonly close: (timeoutMs?: number) => Promise<void>;
}

type Deps = LogDep & AccountStoreDep;

interface State {
  accepted: number;
  dropped: number;
  broken: number;
  failures: number;
  closed: boolean;
}

const longestPauseMs = 5_000;

const says = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Stores the oldest lines that wait; false when there are none, or the store did not take them. */
const storeSome = async (deps: Deps, segments: Segments, state: State): Promise<boolean> => {
  const segment = segments.oldest();
  if (segment === undefined || segment.stored === segment.size) return false;
  try {
    const { text, bytes } = await readLines(segment.descriptor, segment.stored);
    if (state.closed) return false;
    // Only the end of a line that the disk had no room for is left.
    if (bytes === 0) segment.stored = segment.size;
    else state.broken += await storeLines(deps, text);
    segment.stored += bytes;
    state.failures = 0;
    if (!state.closed) segments.retire();
    return true;
  } catch (thrown) {
    state.failures += 1;
    if (state.failures === 1) deps.log('warn', 'accounts wait on disk, the store is away', { why: says(thrown) });
    return false;
  }
};

/** Stores batches one after the other, some time after it was woken. */
const createDrain = (
  deps: Deps,
  segments: Segments,
  { state, delayMs }: { readonly state: State; readonly delayMs: number },
) => {
  let timer: NodeJS.Timeout | undefined;
  let draining: Promise<void> | undefined;
  const drain = (): Promise<void> => {
    draining ??= (async () => {
      while (await storeSome(deps, segments, state));
    })().finally(() => {
      draining = undefined;
      if (segments.pendingBytes() > 0) wake();
    });
    return draining;
  };
  const wake = (): void => {
    if (timer !== undefined || draining !== undefined || state.closed) return;
    const pause = state.failures === 0 ? delayMs : Math.min(longestPauseMs, delayMs * 2 ** state.failures);
    timer = setTimeout(() => {
      timer = undefined;
      void drain();
    }, pause).unref();
  };
  return { drain, wake };
};

/** The accounts of one process: a line in a write-ahead file each, drained to the store in batches. */
export const createAccounts = (deps: Deps, options: AccountsOptions): Accounts => {
  const {
    segmentBytes = 16 * 1024 * 1024,
    maximumBytes = 512 * 1024 * 1024,
    delayMs = 200,
    replayMs = 30_000,
  } = options;
  const folder = join(options.dataDirectory, 'accounts');
  const segments = createSegments({ folder, segmentBytes, maximumBytes });
  const state: State = { accepted: 0, dropped: 0, broken: 0, failures: 0, closed: false };
  const { drain, wake } = createDrain(deps, segments, { state, delayMs });

  const recover = async (): Promise<void> => {
    try {
      const { files, broken } = await replayLeftovers(deps, folder);
      state.broken += broken;
      if (files > 0) deps.log('info', 'accounts of an ended process were stored', { files, broken });
    } catch (thrown) {
      deps.log('warn', 'accounts of an ended process wait on disk', { why: says(thrown) });
    }
  };
  let replays: NodeJS.Timeout | undefined;

  const flush = async (timeoutMs = 5_000): Promise<boolean> => {
    const deadline = performance.now() + timeoutMs;
    while (segments.pendingBytes() > 0) {
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await Promise.race([drain(), sleep(left, undefined, { ref: false })]);
      if (state.failures > 0) await sleep(Math.min(50, Math.max(0, left)));
    }
    return true;
  };
  return {
    accounted: (account) => {
      if (segments.append(lineOfAccount(account))) {
        state.accepted += 1;
        replays ??= setInterval(() => void recover(), replayMs).unref();
        wake();
      } else {
        if (state.dropped === 0) deps.log('error', 'an account could not be written', { folder });
        state.dropped += 1;
      }
    },
    counts: () => {
      const { accepted, dropped, broken, failures } = state;
      return { accepted, dropped, broken, failures, pendingBytes: segments.pendingBytes() };
    },
    recover,
    flush,
    close: async (timeoutMs) => {
      if (state.closed) return;
      await flush(timeoutMs);
      state.closed = true;
      clearInterval(replays);
      segments.close();
    },
  };
};
