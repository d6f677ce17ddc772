/** What the fault tests share: other processes of the program, and directories that are cleaned up. */
import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createIds, createSystemClock } from '#platform/clock';
import { fileURLToPath } from 'node:url';
import { openDatabase, type Database } from '#platform/postgres';
import { processIdentity } from '#platform/process';
import { createStores } from '../stores/create-stores.ts';

export const isRoot = process.getuid?.() === 0;
const script = fileURLToPath(import.meta.resolve('./fault-client.ts'));

const cleanups = new WeakMap<TestContext, (() => unknown)[]>();

/** Hooks of node:test run in the order they were registered; what was opened last must be closed first. */
export const cleanUp = (t: TestContext, work: () => unknown): void => {
  const known = cleanups.get(t);
  if (known) return void known.push(work);
  const list = [work];
  cleanups.set(t, list);
  t.after(async () => {
    for (const each of list.toReversed()) await each();
  });
};

/** A directory with a space that the database's user can enter. */
export const temporary = async (t: TestContext, mode = 0o711): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'throughline fault '));
  await chmod(directory, mode);
  cleanUp(t, () => rm(directory, { recursive: true, force: true, maxRetries: 20 }));
  return directory;
};

export interface Client {
  readonly child: ChildProcessWithoutNullStreams;
  readonly lines: Readonly<Record<string, unknown>>[];
  /** The first line that has this key. */
  readonly next: (key: string) => Promise<Readonly<Record<string, unknown>>>;
  readonly close: () => Promise<void>;
}

export const startClient = (
  t: TestContext,
  [mode, directory]: readonly [mode: 'hold' | 'exit' | 'crash' | 'append', directory: string],
  account: { readonly uid?: number; readonly gid?: number } = {},
): Client => {
  const child = spawn(process.execPath, [script, mode, directory], { ...account, cwd: '/', stdio: 'pipe' });
  const lines: Readonly<Record<string, unknown>>[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  child.stderr.pipe(process.stderr);
  child.stdin.on('error', () => undefined);
  cleanUp(t, () => void child.kill('SIGKILL'));
  const next = async (key: string) => {
    for (let wait = 0; wait < 3_000; wait += 1) {
      const found = lines.find((line) => key in line);
      if (found) return found;
      await sleep(10);
    }
    throw new Error(`The client never said ${key}: ${JSON.stringify(lines)}`);
  };
  const close = async () => {
    if (child.exitCode !== null) return;
    child.stdin.write('close\n');
    await once(child, 'exit');
  };
  return { child, lines, next, close };
};

export const open = async (t: TestContext, dataDirectory: string): Promise<Database> => {
  const opened = await openDatabase({ dataDirectory, url: undefined });
  assert.ok(opened.ok, opened.ok ? '' : `${opened.error.what} ${opened.error.why}`);
  cleanUp(t, () => opened.value.close());
  return opened.value;
};

export const waitUntilDead = async (pid: number): Promise<boolean> => {
  for (let wait = 0; wait < 500 && processIdentity(pid) !== undefined; wait += 1) await sleep(10);
  return processIdentity(pid) === undefined;
};

export const storesOf = (database: Database, dataDirectory: string) =>
  createStores({ database, clock: createSystemClock(), ids: createIds(), dataDirectory }, 'fault-test');
