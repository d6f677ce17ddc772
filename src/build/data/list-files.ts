import { err, ok, type Fault, type FilesDep, type Result } from '#kernel';
import type { DataSource } from './contract.ts';
import { dataFaults } from './errors.ts';

const maximumFiles = 20_000;

/** The files of a source, sorted. A folder that is missing, empty or far too large is a fault. */
export const listFiles = async ({ files }: FilesDep, source: DataSource): Promise<Result<readonly string[], Fault>> => {
  const path = files.resolve(source.path);
  if (!(await files.exists(source.path)))
    return err(dataFaults.fault('DATA_SOURCE_MISSING', { source: source.id, path }));
  const found = await files.glob(source.path, [...source.include, ...source.exclude.map((pattern) => `!${pattern}`)]);
  if (found.length > maximumFiles) {
    return err(
      dataFaults.fault('DATA_SOURCE_TOO_LARGE', { source: source.id, files: found.length, limit: maximumFiles }),
    );
  }
  if (found.length > 0) return ok(found);
  const patterns = { include: source.include.join(', '), exclude: source.exclude.join(', ') || 'exceptions' };
  return err(dataFaults.fault('DATA_SOURCE_EMPTY', { source: source.id, path, ...patterns }));
};
