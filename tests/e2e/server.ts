import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { freePort } from '#platform/process';
import { startProgram } from './program.ts';
import type { TestProject } from './project.ts';

/** A server in a process of its own. */
export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly login: string;
  readonly child: ChildProcess;
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
}

const firstListening = async (child: ChildProcess): Promise<{ readonly url: string; readonly login: string }> => {
  const said: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  for await (const text of createInterface({ input: child.stdout ?? process.stdin })) {
    said.push(text);
    const line = JSON.parse(text);
    if (line.type === 'listening') return line;
  }
  throw new Error(`The server did not start:\n${said.join('\n')}`);
};

/** Serves a project; nothing is run. */
export const serve = async (project: TestProject, args: readonly string[] = ['--no-run']): Promise<TestServer> => {
  const port = await freePort();
  const child = startProgram(['start', '--json', ...args, '--port', String(port), '--project', project.folder]);
  const { url, login } = await firstListening(child);
  child.stdout?.resume();
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill(signal);
    await ended;
  };
  return { url, port, login, child, stop };
};
