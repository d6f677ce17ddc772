import { access, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { FaultError, type FilesDep } from '#kernel';
import { errorCode, fileFault, systemError } from './errors.ts';
import { writeAtomic } from './write-atomic.ts';

export interface FilesOptions {
  /** Larger files are a fault; 256 MiB when absent. */
  readonly limitBytes?: number;
  /** More matches are a fault; 100,000 when absent. */
  readonly limitFiles?: number;
}

const missingCodes = new Set(['ENOENT', 'ENOTDIR']);

const readWhole = async (path: string, limitBytes: number): Promise<Buffer | undefined> => {
  try {
    const { size } = await stat(path);
    if (size > limitBytes) throw new FaultError(fileFault('PLATFORM_FILE_TOO_LARGE', { path, limit: limitBytes }));
    return await readFile(path);
  } catch (thrown) {
    if (missingCodes.has(errorCode(thrown) ?? '')) return undefined;
    throw systemError(thrown, path, 'read');
  }
};

const byCodeUnit = (left: string, right: string): number => {
  if (left === right) return 0;
  return left < right ? -1 : 1;
};

/** Files of one project; relative paths are relative to `root`. Symbolic links are not followed by `glob`. */
export const createFiles = (
  root: string,
  { limitBytes = 256 * 1024 * 1024, limitFiles = 100_000 }: FilesOptions = {},
): FilesDep['files'] => {
  const absolute = (path: string): string => resolve(root, path);
  return {
    resolve: absolute,
    read: (path) => readWhole(absolute(path), limitBytes),
    readText: async (path) => (await readWhole(absolute(path), limitBytes))?.toString('utf8'),
    write: async (path, content) => {
      try {
        await writeAtomic(absolute(path), content);
      } catch (thrown) {
        throw systemError(thrown, absolute(path));
      }
    },
    glob: async (directory, patterns) => {
      const cwd = absolute(directory);
      const paths = await glob([...patterns], { cwd, expandDirectories: false, followSymbolicLinks: false });
      if (paths.length > limitFiles) {
        throw new FaultError(fileFault('PLATFORM_TOO_MANY_FILES', { path: cwd, limit: limitFiles }));
      }
      return paths.map((path) => path.replaceAll('\\', '/')).toSorted(byCodeUnit);
    },
    size: (path) =>
      stat(absolute(path)).then(
        ({ size }) => size,
        () => undefined,
      ),
    exists: (path) =>
      access(absolute(path)).then(
        () => true,
        () => false,
      ),
  };
};
