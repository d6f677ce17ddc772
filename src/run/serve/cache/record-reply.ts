import type { ByteReply } from '#kernel';

/** An answer as it went to the client. */
export interface RecordedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly bytes: Buffer;
}

export interface RecordingReply {
  readonly reply: ByteReply;
  /** The whole answer; undefined when it was cut, is too long, or has not ended. */
  readonly recorded: () => RecordedAnswer | undefined;
}

const discard: ByteReply = {
  writeHead: () => undefined,
  write: () => true,
  onDrain: () => undefined,
  end: () => undefined,
  destroy: () => undefined,
  onGone: () => undefined,
};

/** Longer answers are sent and not kept. */
const longest = 1024 * 1024;

/** Passes an answer on and keeps a copy, with further headers. Without a reply behind it only the copy is made. */
export const recordReply = (
  behind: ByteReply = discard,
  own: Readonly<Record<string, string>> = {},
): RecordingReply => {
  const pieces: Buffer[] = [];
  let [status, contentType, bytes, isWhole] = [0, '', 0, false];
  const add = (piece: Uint8Array | string): void => {
    bytes += piece.length;
    if (bytes <= longest) pieces.push(Buffer.from(piece));
  };
  return {
    reply: {
      ...behind,
      writeHead: (given, headers) => {
        status = given;
        contentType = headers['content-type'] ?? '';
        behind.writeHead(given, { ...headers, ...own });
      },
      write: (piece) => {
        add(piece);
        return behind.write(piece);
      },
      end: (piece) => {
        if (piece !== undefined) add(piece);
        isWhole = true;
        behind.end(piece);
      },
    },
    recorded: () => (isWhole && bytes <= longest ? { status, contentType, bytes: Buffer.concat(pieces) } : undefined),
  };
};
