import { open, readFile, rm, stat, unlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { err, ok, type Result } from '#kernel';
import { errorCode } from '#platform/files';
import { processIdentity } from './identity.ts';

const holderSchema = z.object({ pid: z.number(), identity: z.string(), since: z.string() });

/** Who holds a lock file. */
export type LockHolder = z.infer<typeof holderSchema>;

export interface Lock {
  readonly release: () => Promise<void>;
}

/** A file that was made but not written yet counts as held for this long. */
const unwrittenGraceMs = 5_000;

const makeOnce = async (path: string): Promise<boolean> => {
  const holder = { pid: process.pid, identity: processIdentity(process.pid) ?? '', since: new Date().toISOString() };
  try {
    const handle = await open(path, 'wx', 0o644);
    try {
      await handle.writeFile(JSON.stringify(holder));
    } finally {
      await handle.close();
    }
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === 'EEXIST') return false;
    throw thrown;
  }
};

const parseHolder = (content: string): LockHolder | undefined => {
  try {
    return holderSchema.safeParse(JSON.parse(content)).data;
  } catch {
    return undefined;
  }
};

const ageOf = async (path: string): Promise<number> => {
  const found = await stat(path).catch(() => undefined);
  return found ? Date.now() - found.mtimeMs : 0;
};

const isStale = async (path: string, content: string): Promise<boolean> => {
  const holder = parseHolder(content);
  if (!holder) return (await ageOf(path)) > unwrittenGraceMs;
  return processIdentity(holder.pid) !== holder.identity;
};

/** Only the maker of the guard file may remove a stale lock, so two that saw it cannot remove each other's. */
const removeStale = async (path: string, seen: string): Promise<void> => {
  const guard = `${path}.takeover`;
  if (!(await makeOnce(guard))) {
    if ((await ageOf(guard)) > unwrittenGraceMs) await rm(guard, { force: true });
    return;
  }
  try {
    const content = await readFile(path, 'utf8').catch(() => undefined);
    if (content === seen) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
};

const nobody: LockHolder = { pid: 0, identity: '', since: 'unknown' };

/** Takes the lock file if nobody alive holds it. A lock of a dead process is taken over. */
export const tryLock = async (path: string): Promise<Result<Lock, LockHolder>> => {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (await makeOnce(path)) return ok({ release: () => unlink(path).catch(() => undefined) });
    const content = await readFile(path, 'utf8').catch(() => undefined);
    if (content === undefined) continue;
    if (!(await isStale(path, content))) return err(parseHolder(content) ?? nobody);
    await removeStale(path, content);
  }
  return err(nobody);
};

/** Waits until the lock is free, at most `timeoutMs`. */
export const waitForLock = async (path: string, timeoutMs: number): Promise<Result<Lock, LockHolder>> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const taken = await tryLock(path);
    if (taken.ok || performance.now() > deadline) return taken;
    await sleep(5 + Math.random() * 10);
  }
};
