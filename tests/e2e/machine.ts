import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export const isRoot = process.getuid?.() === 0;

/** Mounts a small file system; undefined when that worked, else why not. */
export const mountSmall = (directory: string, megabytes: number): string | undefined => {
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', directory];
  const { status, stderr, error } = spawnSync('/bin/mount', options, { encoding: 'utf8' });
  return status === 0 ? undefined : `cannot mount a tmpfs here: ${stderr?.trim() || String(error)}`;
};

export const unmount = (directory: string): void => {
  spawnSync('/bin/umount', ['-l', directory]);
};

const locationSchema = z.object({ cluster: z.string() });

/** Pid of the database server of a data directory. */
export const databasePid = (dataDirectory: string): number => {
  const note = join(dataDirectory, 'postgres-location.json');
  const cluster = existsSync(note)
    ? locationSchema.parse(JSON.parse(readFileSync(note, 'utf8'))).cluster
    : join(dataDirectory, 'postgres');
  return Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
};
