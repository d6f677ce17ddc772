import type { ModelFile } from '#build/models';

/** What every kind of source gets: where to put the bytes, and how to tell of them. */
export interface SourceRequest {
  readonly file: ModelFile;
  /** The file to write; its folder exists. What an earlier attempt left may be there. */
  readonly target: string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (done: number, total: number | undefined) => void;
}

/** Bytes that a file may have when the catalogue does not say: more than any model that fits a laptop. */
export const sizeLimit = ({ bytes }: ModelFile): number => bytes ?? 20_000_000_000;

/** The reason for people of anything thrown. */
export const reasonOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause instanceof Error ? ` (${thrown.cause.message})` : '';
  return `${thrown.message}${cause}`.slice(0, 300);
};
