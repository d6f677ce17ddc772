import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClockDep, IdDep } from '#kernel';
import { createIds, createSystemClock } from '#platform/clock';
import { commandLine, processIdentity } from '#platform/process';
import { openDatabase, type Database } from './database.ts';
import { createStores, type Stores } from './stores/create-stores.ts';

const prefix = `throughline-test-${process.getuid?.() ?? 0}-`;

/** Kills the server of a test directory, if one runs, and removes the directory. */
const removeTestDirectory = (directory: string): void => {
  let pid = 0;
  try {
    pid = Number.parseInt(readFileSync(join(directory, 'postgres', 'postmaster.pid'), 'utf8'), 10);
  } catch {
    // No server runs there.
  }
  if (pid > 0 && commandLine(pid).includes(directory)) {
    process.kill(pid, 'SIGQUIT');
    for (let wait = 0; wait < 100 && processIdentity(pid) !== undefined; wait += 1) spawnSync('sleep', ['0.02']);
  }
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
};

/** A test process that was killed leaves its server and directory behind. */
const sweepDead = (): void => {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const owner = Number(name.slice(prefix.length).split('-')[0]);
    if (processIdentity(owner) === undefined) removeTestDirectory(join(tmpdir(), name));
  }
};

interface Shared {
  readonly database: Database;
  readonly dataDirectory: string;
}

const openShared = async (): Promise<Shared> => {
  sweepDead();
  const dataDirectory = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  // The database's user must be able to enter it.
  chmodSync(dataDirectory, 0o711);
  process.once('exit', () => removeTestDirectory(dataDirectory));
  const opened = await openDatabase({ dataDirectory, url: undefined, durable: false });
  if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.what} ${opened.error.why}`);
  return { database: opened.value, dataDirectory };
};

let shared: Promise<Shared> | undefined;
let count = 0;

export interface TestDatabase extends Stores, ClockDep, IdDep {
  readonly database: Database;
  /** New for each call, so tests do not see each other's rows. */
  readonly projectId: string;
  readonly dataDirectory: string;
}

/**
 * The stores of a fresh project in a real PostgreSQL that all tests of this process share. It starts on first
 * use and stops when the process ends; nothing needs to be closed.
 */
export const createTestDatabase = async (given: Partial<ClockDep & IdDep> = {}): Promise<TestDatabase> => {
  shared ??= openShared();
  const { database, dataDirectory } = await shared;
  count += 1;
  const projectId = `test-${count}`;
  const deps = { clock: createSystemClock(), ids: createIds(), ...given };
  return {
    ...deps,
    database,
    projectId,
    dataDirectory,
    ...createStores({ ...deps, database, dataDirectory }, projectId),
  };
};
