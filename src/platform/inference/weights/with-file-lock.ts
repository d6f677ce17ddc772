import { open, readFile, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const pollMs = 200;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
};

const tryLock = async (path: string): Promise<boolean> => {
  try {
    const handle = await open(path, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw thrown;
  }
};

/** Removes the lock of a process that has died. An empty lock is one that is being written. */
const removeStale = async (path: string): Promise<void> => {
  const pid = Number(await readFile(path, 'utf8').catch(() => ''));
  if (Number.isInteger(pid) && pid > 0 && !isAlive(pid)) await rm(path, { force: true });
};

/** Does the work while no other process does work under the same lock file. */
export const withFileLock = async <Value>(
  path: string,
  signal: AbortSignal | undefined,
  work: () => Promise<Value>,
): Promise<Value> => {
  while (!(await tryLock(path))) {
    await removeStale(path);
    await delay(pollMs, undefined, { ...(signal && { signal }) });
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
};
