import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLine, processIdentity } from '#platform/process';
import type { Home } from './home.ts';

/** What postmaster.pid says. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

/** Reads postmaster.pid (lines: pid, data directory, start time, port, socket, address, shared memory, status). */
export const readPostmaster = async (cluster: string): Promise<Postmaster | undefined> => {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() };
};

/** Whether a process is the server of this cluster. */
export const runsOn = (pid: number, cluster: string): boolean => {
  if (process.platform === 'win32') return true;
  return commandLine(pid).includes(process.platform === 'linux' ? `\0-D\0${cluster}\0` : `-D ${cluster}`);
};

/** The server that runs on this cluster, if the process named in postmaster.pid is alive and is that server. */
export const findPostmaster = async ({ cluster }: Home): Promise<Postmaster | undefined> => {
  const found = await readPostmaster(cluster);
  if (!found || processIdentity(found.pid) === undefined) return undefined;
  return runsOn(found.pid, cluster) ? found : undefined;
};

/**
 * A stale postmaster.pid may name a pid that another program has now, and PostgreSQL would refuse to start. It
 * accepts the pid of its own parent, so that is put there; the shared memory line stays, because PostgreSQL
 * uses it to see whether back ends of the dead server still write.
 */
export const disownStalePid = async ({ cluster }: Home): Promise<void> => {
  const path = join(cluster, 'postmaster.pid');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const [pid, ...rest] = text.split('\n');
  if (processIdentity(Number(pid)) !== undefined) await writeFile(path, [process.pid, ...rest].join('\n'));
};
