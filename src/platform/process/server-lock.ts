import { join } from 'node:path';
import { err, ok, type Fault, type Result } from '#kernel';
import { processFault } from './errors.ts';
import { tryLock, type Lock } from './lock.ts';

/** Only one server may use a data directory. The fault names the process that holds it. */
export const lockServer = async (dataDirectory: string): Promise<Result<Lock, Fault>> => {
  const lock = join(dataDirectory, 'server.lock');
  const taken = await tryLock(lock);
  if (taken.ok) return ok(taken.value);
  const { pid, since } = taken.error;
  return err(processFault('PLATFORM_DATA_DIRECTORY_IN_USE', { path: dataDirectory, pid, since, lock }));
};
