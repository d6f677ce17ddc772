// One process at a time, by a file that names its holder.
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const beatMs = 5_000;
const staleMs = 60_000;

const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** The living holder of a lock, or undefined: its process has ended, or its heart has not beaten for a minute. */
const holderOf = (path) => {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    const isFresh = Date.now() - statSync(path).mtimeMs < staleMs;
    return isFresh && (pid === 0 || isAlive(pid)) ? pid : undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
};

const take = (path) => {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
};

// Only the holder of the second file may remove the first one, so that two waiters never remove each other's lock.
const removeIfAbandoned = (path) => {
  const guard = `${path}.break`;
  if (!take(guard)) {
    if (holderOf(guard) === undefined) rmSync(guard, { force: true });
    return;
  }
  if (holderOf(path) === undefined) rmSync(path, { force: true });
  rmSync(guard, { force: true });
};

/** Runs `work` while holding the lock file; `onWait` is told once who holds it. */
export const withLock = async (path, { onWait }, work) => {
  mkdirSync(dirname(path), { recursive: true });
  for (let told = false; !take(path); await sleep(200)) {
    const holder = holderOf(path);
    if (holder === undefined) removeIfAbandoned(path);
    else if (!told) {
      onWait(holder);
      told = true;
    }
  }
  const beat = setInterval(() => utimesSync(path, new Date(), new Date()), beatMs);
  const release = () => rmSync(path, { force: true });
  process.on('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
};
