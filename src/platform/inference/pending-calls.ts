import { err, type Result } from '#kernel';
import type { EngineFailure } from '#build/models';
import type { EngineCall, EngineValue } from './protocol.ts';

export interface PendingCall {
  readonly call: EngineCall;
  readonly settle: (result: Result<EngineValue, EngineFailure>) => void;
  readonly onDelta: ((text: string) => void) | undefined;
}

interface Entry extends PendingCall {
  attempts: number;
  /** Characters that the caller has. */
  told: number;
  /** Characters that this attempt has sent; a retry does not say again what was told. */
  seen: number;
}

const maxAttempts = 2;

/** The calls of one engine that have no answer yet. */
export const createPendingCalls = () => {
  const entries = new Map<number, Entry>();
  let nextId = 1;

  const settle = (id: number, result: Result<EngineValue, EngineFailure>): void => {
    const entry = entries.get(id);
    entries.delete(id);
    entry?.settle(result);
  };

  return {
    size: () => entries.size,
    add: (pending: PendingCall): number => {
      const id = nextId;
      nextId += 1;
      entries.set(id, { ...pending, attempts: 1, told: 0, seen: 0 });
      return id;
    },
    remove: (id: number): void => {
      entries.delete(id);
    },
    settle,
    fail: (failure: EngineFailure): void => {
      for (const id of entries.keys()) settle(id, err(failure));
    },
    tell: (id: number, text: string): void => {
      const entry = entries.get(id);
      if (entry === undefined) return;
      const fresh = text.slice(Math.max(0, entry.told - entry.seen));
      entry.seen += text.length;
      entry.told = Math.max(entry.told, entry.seen);
      if (fresh !== '') entry.onDelta?.(fresh);
    },
    /** After a crash: what may be tried again; the rest fails. */
    retry: (reason: string): readonly (readonly [number, EngineCall])[] => {
      for (const [id, entry] of entries) {
        entry.attempts += 1;
        entry.seen = 0;
        if (entry.attempts > maxAttempts) settle(id, err({ kind: 'crash', message: reason }));
      }
      return [...entries].map(([id, { call }]) => [id, call] as const);
    },
  };
};
