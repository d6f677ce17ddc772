import type { ClockDep, LogDep } from '#kernel';
import type { LimitStoreDep } from './port.ts';
import { createRuleBook, type RuleBook } from './rule-book.ts';

export interface RulesOptions {
  readonly patienceMs: number;
  readonly use: (book: RuleBook) => void;
}

/** The rules in memory, at most a few seconds behind the store; while it is away, those known last. */
export interface Rules {
  /** True when a call must wait for a refresh; starts one in the background before that. */
  readonly isStale: (now: number) => boolean;
  readonly refresh: () => Promise<void>;
  readonly isKnown: () => boolean;
}

const freshMs = 2_000;
const stillGoodMs = 10_000;
/** After a reading that failed or took too long, calls do not wait for another one for so long. */
const pauseMs = 500;

export const createRules = (
  { clock, log, limitStore }: ClockDep & LogDep & LimitStoreDep,
  { patienceMs, use }: RulesOptions,
): Rules => {
  let [version, checkedAt, triedAt] = [-1, -Infinity, -Infinity];
  let reading: Promise<void> | undefined;

  const read = async (): Promise<void> => {
    const startedAt = clock.monotonic();
    try {
      const found = await limitStore.rules(version);
      checkedAt = startedAt;
      if (found === undefined) return;
      version = found.version;
      use(createRuleBook(found));
    } catch (thrown) {
      log('warn', 'the limits could not be read', { why: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  };
  const start = (): Promise<void> => {
    triedAt = clock.monotonic();
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const isPaused = (): boolean => clock.monotonic() - triedAt < pauseMs;
  return {
    isKnown: () => version >= 0,
    isStale: (now) => {
      if (version < 0) return true;
      if (now - checkedAt < freshMs || now - triedAt < freshMs) return false;
      if (now - checkedAt >= stillGoodMs) return true;
      void start();
      return false;
    },
    refresh: async () => {
      // One that is slow is waited for once; calls that come later go on with what is known.
      if (reading === undefined ? isPaused() : !isPaused()) return;
      const { promise: late, resolve } = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => resolve(undefined), patienceMs);
      await Promise.race([start(), late]);
      clearTimeout(timer);
    },
  };
};
