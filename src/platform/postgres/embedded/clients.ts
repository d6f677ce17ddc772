import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from '#platform/process';

let count = 0;

/** Registers this process as a user of the server; returns its file. One process may register several times. */
export const registerClient = (directory: string): string => {
  count += 1;
  const path = join(directory, `${process.pid}.${count}.${processIdentity(process.pid) ?? 'unknown'}`);
  writeFileSync(path, '', { mode: 0o644 });
  return path;
};

const isLive = (name: string): boolean => {
  const [pid, , ...identity] = name.split('.');
  return processIdentity(Number(pid)) === identity.join('.');
};

/** Removes the registration and those of dead processes; says whether anybody is left. */
export const unregisterClient = (directory: string, path: string): { readonly othersLeft: boolean } => {
  rmSync(path, { force: true });
  let othersLeft = false;
  for (const name of readdirSync(directory)) {
    if (isLive(name)) othersLeft = true;
    else rmSync(join(directory, name), { force: true });
  }
  return { othersLeft };
};
