import { mkdir, open, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { err, ok, type Fault, type Result } from '#kernel';
import { systemFault } from './errors.ts';

/**
 * Makes the data directory when it is absent and proves that it can be written. As root the directory can be
 * traversed by others, because the database runs as an unprivileged user; the secrets in it are 0600.
 */
export const prepareDataDirectory = async (directory: string): Promise<Result<string, Fault>> => {
  const path = resolve(directory);
  const probe = join(path, `.probe-${process.pid}`);
  try {
    await mkdir(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    const handle = await open(probe, 'w', 0o600);
    await handle.close();
    await unlink(probe);
    return ok(path);
  } catch (thrown) {
    const fault = systemFault(thrown, path);
    if (fault) return err(fault);
    throw thrown;
  }
};
