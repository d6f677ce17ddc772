import { read } from 'node:fs';
import { promisify } from 'node:util';

const readAsync = promisify(read);

/** Some hundred accounts. */
const chunkBytes = 128 * 1024;
const lineBreak = 0x0a;

/** The whole lines of a file from a place on, at most a chunk of them; the last one may be torn and is left out. */
export const readLines = async (
  descriptor: number,
  position: number,
): Promise<{ readonly text: string; readonly bytes: number }> => {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  const { bytesRead } = await readAsync(descriptor, buffer, 0, chunkBytes, position);
  const bytes = buffer.subarray(0, bytesRead).lastIndexOf(lineBreak) + 1;
  return { text: buffer.toString('utf8', 0, bytes), bytes };
};
