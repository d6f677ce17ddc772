import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { EngineSpecification } from '#build/models';
import { childEnvironment } from './child-environment.ts';
import type { ChildMessage, ParentMessage } from './protocol.ts';

const entry = fileURLToPath(new URL('./child.ts', import.meta.url));
const stderrLimit = 2000;

export interface SpawnOptions {
  readonly engine: EngineSpecification;
  readonly threads: number;
  readonly onMessage: (message: ChildMessage) => void;
  readonly onExit: (reason: string) => void;
}

/** A child process that is loading its model. */
export interface EngineChild {
  readonly pid: number | undefined;
  readonly post: (message: ParentMessage) => void;
  /** Whether the child keeps the program alive: it does while calls wait, and not while it rests. */
  readonly hold: (held: boolean) => void;
  /** Closes the channel, which ends the child. */
  readonly end: () => void;
  readonly kill: () => void;
}

const holdChild = (child: ChildProcess, held: boolean): void => {
  if (held) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
};

/** Forks the engine's process with the same runtime and sends it the model to load. */
export const spawnEngine = ({ engine, threads, onMessage, onExit }: SpawnOptions): EngineChild => {
  const child = fork(entry, [], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: childEnvironment(process.env),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const post = (message: ParentMessage): void => {
    if (child.connected) child.send(message, () => undefined);
  };
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-stderrLimit);
  });
  const pipe: object | null = child.stderr;
  if (pipe !== null && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
  child.on('message', onMessage);
  // Without a listener a failed fork would throw; the exit that follows tells the callers.
  child.on('error', (error) => {
    stderr = error.message;
    if (child.pid === undefined) onExit(error.message);
  });
  child.once('exit', (code, signal) => {
    const ended = `the process ended with ${signal ?? `code ${code}`}`;
    onExit(stderr.trim() === '' ? ended : `${ended}: ${stderr.trim().slice(-300)}`);
  });
  post({ type: 'load', engine, threads });
  return {
    pid: child.pid,
    post,
    hold: (held) => holdChild(child, held),
    end: () => {
      if (child.connected) child.disconnect();
    },
    kill: () => void child.kill('SIGKILL'),
  };
};
