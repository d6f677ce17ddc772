import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import { err, ok, type Result } from '#kernel';

export interface ExtractRequest {
  readonly archive: string;
  readonly member: string;
  /** Appended to, so that parts can be joined. */
  readonly target: string;
  /** Bytes that the target may have at the end, and has now. */
  readonly limit: number;
  readonly written: number;
}

const maxEntries = 20_000;

/** Appends one member of a zip archive to a file and says how many bytes the file has now. */
export const extractMember = async ({
  archive,
  member,
  target,
  limit,
  written,
}: ExtractRequest): Promise<Result<number, string>> => {
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false });
  try {
    if (zip.entryCount > maxEntries) return err(`the package has more than ${maxEntries} files`);
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== member) continue;
      if (written + entry.uncompressedSize > limit)
        return err(`${member} is larger than the ${limit} bytes that the catalogue allows`);
      let size = written;
      const count = new Transform({
        transform: (piece: Uint8Array, _encoding, next) => {
          size += piece.length;
          next(size > limit ? new Error(`${member} is larger than it says`) : null, piece);
        },
      });
      await pipeline(await zip.openReadStreamPromise(entry), count, createWriteStream(target, { flags: 'a' }));
      return ok(size);
    }
    return err(`the package has no file ${member}`);
  } finally {
    zip.close();
  }
};
