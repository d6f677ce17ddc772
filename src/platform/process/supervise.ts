import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

export interface SuperviseOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly count: number;
  readonly signal: AbortSignal;
  /** Called when a worker ended by itself and another takes its place. */
  readonly onRestart: (reason: string) => void;
}

const [shortestPauseMs, longestPauseMs] = [200, 10_000];
/** A worker that lived this long did not fail at its start. */
const healthyMs = 10_000;

const startWorker = ({ file, args }: SuperviseOptions): ChildProcess =>
  fork(file, args, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });

const keepOne = async (options: SuperviseOptions): Promise<void> => {
  let pauseMs = shortestPauseMs;
  while (!options.signal.aborted) {
    const began = performance.now();
    const worker = startWorker(options);
    const stop = (): void => void worker.kill('SIGTERM');
    options.signal.addEventListener('abort', stop, { once: true });
    const [code, signal] = await once(worker, 'exit');
    options.signal.removeEventListener('abort', stop);
    if (options.signal.aborted) return;
    options.onRestart(`a worker ended with ${String(signal ?? `code ${String(code)}`)}`);
    pauseMs = performance.now() - began > healthyMs ? shortestPauseMs : Math.min(longestPauseMs, pauseMs * 2);
    await sleep(pauseMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
};

/** Keeps so many processes of a program running until the signal; each that ends is started again, ever more slowly. */
export const supervise = async (options: SuperviseOptions): Promise<void> => {
  await Promise.all(Array.from({ length: options.count }, () => keepOne(options)));
};
