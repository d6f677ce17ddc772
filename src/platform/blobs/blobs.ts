import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultError, sha256, type BlobsDep } from '#kernel';
import { errorCode, systemError, writeAtomic } from '#platform/files';
import { blobFault } from './errors.ts';

const hashPattern = /^[\da-f]{64}$/;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Blobs as files below `directory`, named by hash, in 256 sub-directories. */
export const createBlobs = (directory: string): BlobsDep['blobs'] => {
  const pathOf = (hash: string): string | undefined =>
    hashPattern.test(hash) ? join(directory, hash.slice(0, 2), hash) : undefined;
  return {
    put: async (content) => {
      const hash = sha256(content);
      const path = join(directory, hash.slice(0, 2), hash);
      if (await exists(path)) return hash;
      try {
        await writeAtomic(path, content, { mode: 0o600 });
      } catch (thrown) {
        throw systemError(thrown, path);
      }
      return hash;
    },
    get: async (hash) => {
      const path = pathOf(hash);
      if (path === undefined) return undefined;
      try {
        const content = await readFile(path);
        if (sha256(content) !== hash) throw new FaultError(blobFault('PLATFORM_BLOB_DAMAGED', { hash, path }));
        return content;
      } catch (thrown) {
        if (errorCode(thrown) === 'ENOENT') return undefined;
        throw systemError(thrown, path, 'read');
      }
    },
    delete: async (hash) => {
      const path = pathOf(hash);
      if (path !== undefined) await rm(path, { force: true });
    },
  };
};
