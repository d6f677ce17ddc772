import { err, ok, type Result } from '#kernel';
import type { CallOptions, EngineFailure, EngineSpecification } from '#build/models';
import { createPendingCalls } from './pending-calls.ts';
import type { ChildMessage, EngineCall, EngineValue } from './protocol.ts';
import { spawnEngine, type EngineChild } from './spawn-engine.ts';

export interface EngineProcessOptions {
  readonly threads: number;
  /** Calls that may wait or run at once. */
  readonly maxPending: number;
  /** Milliseconds without a call after which the child is ended; its memory comes back. */
  readonly idleMs: number;
}

/** A model in its own process. */
export interface EngineProcess {
  readonly call: (call: EngineCall, options?: CallOptions) => Promise<Result<EngineValue, EngineFailure>>;
  readonly close: () => Promise<void>;
  /** Process id of the running child. */
  readonly pid: () => number | undefined;
}

const stopping: EngineFailure = { kind: 'call', message: 'the program is stopping' };
const graceMs = 2000;

/** Starts nothing yet: the child is forked by the first call, and again after a crash or a rest. */
export const createEngineProcess = (engine: EngineSpecification, options: EngineProcessOptions): EngineProcess => {
  const pending = createPendingCalls();
  const child = createChildKeeper(engine, options, {
    onMessage: (message) => hear(message),
    onExit: (reason) => {
      const again = pending.retry(reason);
      for (const [id, call] of again) child.wake().post({ type: 'call', id, call });
    },
  });

  const hear = (message: ChildMessage): void => {
    if (message.type === 'delta') return pending.tell(message.id, message.text);
    if (message.type === 'done') pending.settle(message.id, ok(message.value));
    else if (message.type === 'failed') pending.settle(message.id, err(message.failure));
    else if (message.type === 'load-failed') pending.fail({ kind: 'load', message: message.message });
    if (pending.size() === 0) child.rest();
  };

  const call: EngineProcess['call'] = (work, { signal, onDelta } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      if (child.closed()) return resolve(err(stopping));
      if (pending.size() >= options.maxPending) {
        return resolve(err({ kind: 'busy', message: `${pending.size()} calls are waiting already` }));
      }
      const onAbort = (): void => {
        pending.remove(id);
        child.wake().post({ type: 'abort', id });
        if (pending.size() === 0) child.rest();
        reject(signal?.reason);
      };
      const settle = (result: Result<EngineValue, EngineFailure>): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve(result);
      };
      const id = pending.add({ call: work, settle, onDelta });
      signal?.addEventListener('abort', onAbort, { once: true });
      child.wake().post({ type: 'call', id, call: work });
    });

  const close = async (): Promise<void> => {
    const ended = child.close();
    pending.fail(stopping);
    await ended;
  };
  return { call, close, pid: child.pid };
};

interface ChildEvents {
  readonly onMessage: (message: ChildMessage) => void;
  readonly onExit: (reason: string) => void;
}

/** Holds at most one child: forks it when it is woken, lets it go when it has rested long enough. */
const createChildKeeper = (
  engine: EngineSpecification,
  { threads, idleMs }: EngineProcessOptions,
  events: ChildEvents,
) => {
  let child: EngineChild | undefined;
  let closed = false;
  let idle: NodeJS.Timeout | undefined;
  let onEnded: (() => void) | undefined;

  const onExit = (reason: string): void => {
    child = undefined;
    onEnded?.();
    events.onExit(reason);
  };
  return {
    closed: () => closed,
    pid: () => child?.pid,
    wake: (): EngineChild => {
      clearTimeout(idle);
      child ??= spawnEngine({ engine, threads, onMessage: events.onMessage, onExit });
      child.hold(true);
      return child;
    },
    rest: (): void => {
      child?.hold(false);
      clearTimeout(idle);
      idle = setTimeout(() => child?.end(), idleMs).unref();
    },
    close: async (): Promise<void> => {
      closed = true;
      clearTimeout(idle);
      if (child === undefined) return;
      const ending = child;
      const ended = new Promise<void>((resolve) => {
        onEnded = resolve;
      });
      ending.hold(true);
      ending.end();
      const force = setTimeout(ending.kill, graceMs);
      await ended;
      clearTimeout(force);
    },
  };
};
