const longest = 64 * 1024;

/** The beginning of an answer, as it went to the client. */
export interface Captured {
  readonly keep: (bytes: Uint8Array | string) => void;
  readonly bytes: () => Buffer;
}

/** Keeps copies, at most 64 KiB. */
export const createCaptured = (): Captured => {
  const pieces: Buffer[] = [];
  let length = 0;
  return {
    keep: (bytes) => {
      if (length >= longest) return;
      length += bytes.length;
      pieces.push(typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes.subarray(0, longest)));
    },
    bytes: () => Buffer.concat(pieces),
  };
};
