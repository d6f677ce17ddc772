import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const noteSchema = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size: z.number(), mtimeMs: z.number() });

/** SHA-256 of a file, read in pieces. */
export const digestFile = async (path: string, signal?: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20, ...(signal && { signal }) })) {
    if (piece instanceof Uint8Array) hash.update(piece);
  }
  return hash.digest('hex');
};

const notePath = (path: string): string => `${path}.sha256.json`;

const readNote = async (path: string) => {
  try {
    return noteSchema.safeParse(JSON.parse(await readFile(notePath(path), 'utf8'))).data;
  } catch {
    return undefined;
  }
};

/** SHA-256 of a file, remembered beside it while size and time of the file stay the same. */
export const rememberedDigest = async (path: string): Promise<string> => {
  const { size, mtimeMs } = await stat(path);
  const note = await readNote(path);
  if (note !== undefined && note.size === size && note.mtimeMs === mtimeMs) return note.sha256;
  const sha256 = await digestFile(path);
  // A folder that cannot be written costs time with every start, nothing else.
  await writeFile(notePath(path), JSON.stringify({ sha256, size, mtimeMs })).catch(() => undefined);
  return sha256;
};
