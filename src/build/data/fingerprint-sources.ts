import pLimit from 'p-limit';
import { hashOf, isFaultError, sha256, type FilesDep } from '#kernel';
import type { DataConfig, DataSource } from './contract.ts';
import { listFiles } from './list-files.ts';

const fingerprintFile = async ({ files }: FilesDep, path: string, limit: number): Promise<string> => {
  const size = await files.size(path);
  if (size === undefined) return 'missing';
  // A file that is too large to be read is told apart by its size alone.
  if (size > limit) return `size ${size}`;
  try {
    const bytes = await files.read(path);
    return bytes === undefined ? 'missing' : sha256(bytes);
  } catch (thrown) {
    // What cannot be read is a finding of the run, not the end of it.
    if (isFaultError(thrown)) return thrown.fault.code;
    throw thrown;
  }
};

const fingerprintSource = async (deps: FilesDep, source: DataSource, limit: number): Promise<string> => {
  const paths = await listFiles(deps, source);
  if (!paths.ok) return paths.error.code;
  const hashes = await pLimit(16).map(paths.value, async (path) => [
    path,
    await fingerprintFile(deps, `${source.path}/${path}`, limit),
  ]);
  return hashOf(hashes);
};

/** One hash per source over the content of its files. Times and sizes are not enough: a checkout changes content under both. */
export const fingerprintSources = async (
  deps: FilesDep,
  { sources, quality }: DataConfig,
): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    await Promise.all(
      sources.map(
        async (source) => [source.id, await fingerprintSource(deps, source, quality.maximumCharacters * 8)] as const,
      ),
    ),
  );
