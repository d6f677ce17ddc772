import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from '#kernel';
import type { CallOptions, EngineFailure, EngineSpecification } from '#build/models';
import { childEnvironment } from './child-environment.ts';
import type { ChildMessage, EngineCall, EngineValue, ParentMessage } from './protocol.ts';

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
  /** Process id of the running child, for tests and `doctor`. */
  readonly pid: () => number | undefined;
}

interface Pending {
  readonly call: EngineCall;
  readonly settle: (result: Result<EngineValue, EngineFailure>) => void;
  readonly onDelta: ((text: string) => void) | undefined;
  attempts: number;
  /** Characters that the caller has, and that this attempt has sent: a retry does not say them twice. */
  told: number;
  seen: number;
}

const entry = fileURLToPath(new URL('./child.ts', import.meta.url));
const maxAttempts = 2;
const stderrLimit = 2000;

/** Starts nothing yet: the child is forked by the first call and again after a crash. */
export const createEngineProcess = (engine: EngineSpecification, options: EngineProcessOptions): EngineProcess => {
  const pending = new Map<number, Pending>();
  let child: ChildProcess | undefined;
  let nextId = 1;
  let closed = false;
  let idle: NodeJS.Timeout | undefined;

  const post = (message: ParentMessage): void => {
    if (child?.connected === true) child.send(message, () => undefined);
  };

  const settle = (id: number, result: Result<EngineValue, EngineFailure>): void => {
    const entry = pending.get(id);
    pending.delete(id);
    entry?.settle(result);
    if (pending.size === 0) rest();
  };

  const settleAll = (failure: EngineFailure): void => {
    for (const id of [...pending.keys()]) settle(id, err(failure));
  };

  // A resting child must not keep the program alive; it ends with the channel.
  const rest = (): void => {
    child?.unref();
    child?.channel?.unref();
    clearTimeout(idle);
    idle = setTimeout(() => child?.disconnect(), options.idleMs).unref();
  };

  const wake = (): void => {
    clearTimeout(idle);
    child ??= spawn();
    child.ref();
    child.channel?.ref();
  };

  const hear = (message: ChildMessage): void => {
    if (message.type === 'done') settle(message.id, ok(message.value));
    else if (message.type === 'failed') settle(message.id, err(message.failure));
    else if (message.type === 'load-failed') settleAll({ kind: 'load', message: message.message });
    else if (message.type === 'delta') tell(message.id, message.text);
  };

  const tell = (id: number, text: string): void => {
    const entry = pending.get(id);
    if (entry === undefined) return;
    const fresh = text.slice(Math.max(0, entry.told - entry.seen));
    entry.seen += text.length;
    entry.told = Math.max(entry.told, entry.seen);
    if (fresh !== '') entry.onDelta?.(fresh);
  };

  const resend = (reason: string): void => {
    for (const [id, entry] of pending) {
      entry.attempts += 1;
      if (entry.attempts > maxAttempts || closed) {
        settle(id, err({ kind: 'crash', message: reason }));
      }
    }
    if (pending.size === 0) return;
    wake();
    for (const [id, entry] of pending) {
      entry.seen = 0;
      post({ type: 'call', id, call: entry.call });
    }
  };

  const spawn = (): ChildProcess => {
    const started = fork(entry, [], {
      execArgv: [],
      env: childEnvironment(process.env),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let stderr = '';
    started.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-stderrLimit);
    });
    if (started.stderr !== null && 'unref' in started.stderr && typeof started.stderr.unref === 'function') started.stderr.unref();
    started.on('message', hear);
    started.on('error', () => undefined);
    started.once('exit', (code, signal) => {
      if (child === started) child = undefined;
      resend(`it ended with ${signal ?? `code ${code}`}${stderr === '' ? '' : `: ${stderr.trim().slice(-300)}`}`);
    });
    started.send({ type: 'load', engine, threads: options.threads } satisfies ParentMessage, () => undefined);
    return started;
  };

  const call: EngineProcess['call'] = (work, callOptions = {}) =>
    new Promise((resolve, reject) => {
      const { signal, onDelta } = callOptions;
      if (signal?.aborted === true) return reject(signal.reason);
      if (closed) return resolve(err({ kind: 'call', message: 'the program is stopping' }));
      if (pending.size >= options.maxPending) {
        return resolve(err({ kind: 'busy', message: `${pending.size} calls are waiting` }));
      }
      const id = nextId;
      nextId += 1;
      const onAbort = (): void => {
        pending.delete(id);
        post({ type: 'abort', id });
        if (pending.size === 0) rest();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const finish = (result: Result<EngineValue, EngineFailure>): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve(result);
      };
      wake();
      pending.set(id, { call: work, settle: finish, onDelta, attempts: 1, told: 0, seen: 0 });
      post({ type: 'call', id, call: work });
    });

  return { call, pid: () => child?.pid, close: () => closeChild() };

  async function closeChild(): Promise<void> {
    closed = true;
    clearTimeout(idle);
    const ending = child;
    if (ending === undefined || ending.exitCode !== null) return;
    ending.ref();
    const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
    if (ending.connected) ending.disconnect();
    const force = setTimeout(() => ending.kill('SIGKILL'), 2000);
    await ended;
    clearTimeout(force);
    settleAll({ kind: 'call', message: 'the program is stopping' });
  }
};
