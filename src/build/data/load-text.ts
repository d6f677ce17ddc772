import { err, isFaultError, ok, sha256, type FilesDep, type Result } from '#kernel';
import type { DataConfig, QualityFinding } from './contract.ts';
import { decodeText } from './decode-text.ts';
import { normaliseDocument, type NormalisedDocument } from './normalise-document.ts';

/** Why a file is no document. */
export type Rejection = Pick<QualityFinding, 'check' | 'severity' | 'detail'>;

export interface LoadedText extends NormalisedDocument {
  readonly bytes: number;
  readonly fileHash: string;
  /** Characters that no valid encoding gave. */
  readonly replaced: number;
}

export interface LoadRequest {
  /** The file itself. */
  readonly file: string;
  readonly quality: DataConfig['quality'];
}

const reject = (check: Rejection['check'], detail: string): Result<never, Rejection> =>
  err({ check, severity: 'blocking', detail });

/** A character takes up to four bytes, and markup as much again. */
const maximumBytes = ({ maximumCharacters }: DataConfig['quality']): number => maximumCharacters * 8;

/** One file that may not be read does not stop the others. */
const readBytes = async ({ files }: FilesDep, file: string): Promise<Result<Uint8Array | undefined, Rejection>> => {
  try {
    return ok(await files.read(file));
  } catch (thrown) {
    if (isFaultError(thrown)) return reject('unreadable', thrown.fault.what);
    throw thrown;
  }
};

/** Reads, decodes and normalises a file, unless its size says that it is none to read. */
export const loadText = async (
  deps: FilesDep,
  { file, quality }: LoadRequest,
): Promise<Result<LoadedText, Rejection>> => {
  const limit = maximumBytes(quality);
  const size = (await deps.files.size(file)) ?? 0;
  if (size > limit) return reject('long', `${size} bytes; files above ${limit} bytes are not read.`);
  const read = await readBytes(deps, file);
  if (!read.ok) return read;
  const bytes = read.value;
  if (bytes === undefined) return reject('unreadable', 'The file went away while the folder was read.');
  const { text, replaced, isBinary } = decodeText(bytes);
  if (isBinary) return reject('unreadable', 'The file is binary, not text.');
  const normalised = normaliseDocument(file, text);
  if (normalised === undefined) return reject('unreadable', 'The page is nested too deeply to be read.');
  return ok({ ...normalised, bytes: bytes.byteLength, fileHash: sha256(bytes), replaced });
};
