import { open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { tryLock } from '#platform/process';
import type { AccountStoreDep } from './port.ts';
import { readLines } from './read-lines.ts';
import { isLeftover } from './segments.ts';
import { storeLines } from './store-lines.ts';

const replayFile = async (deps: AccountStoreDep, path: string): Promise<number> => {
  const handle = await open(path, 'r');
  let broken = 0;
  try {
    for (let position = 0; ;) {
      const { text, bytes } = await readLines(handle.fd, position);
      if (bytes === 0) break;
      broken += await storeLines(deps, text);
      position += bytes;
    }
  } finally {
    await handle.close();
  }
  await unlink(path).catch(() => undefined);
  return broken;
};

/** Stores what processes that have ended left behind, and deletes their files. Returns how many files there were. */
export const replayLeftovers = async (
  deps: AccountStoreDep,
  folder: string,
): Promise<{ readonly files: number; readonly broken: number }> => {
  const names = (await readdir(folder).catch(() => [])).filter(isLeftover);
  if (names.length === 0) return { files: 0, broken: 0 };
  const lock = await tryLock(join(folder, 'replay.lock'));
  if (!lock.ok) return { files: 0, broken: 0 };
  let broken = 0;
  try {
    for (const name of names.toSorted()) broken += await replayFile(deps, join(folder, name));
  } finally {
    await lock.value.release();
  }
  return { files: names.length, broken };
};
