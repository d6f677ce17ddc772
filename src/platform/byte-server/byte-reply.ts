import type { ServerResponse } from 'node:http';
import type { ByteReply } from '#kernel';

/** What may wait here before the writer is asked to pause. */
const highWaterBytes = 64 * 1024;
/** How long a connection that is to be broken off waits for its last words to leave. */
const lastWordsMs = 1_000;

interface Waiting {
  readonly response: ServerResponse;
  /** Written in this tick; goes out as one. */
  parts: (Uint8Array | string)[];
  bytes: number;
  isScheduled: boolean;
  isEnded: boolean;
  isListening: boolean;
  drained: (() => void) | undefined;
}

const sizeOf = (part: Uint8Array | string): number => part.length;

const join = (parts: readonly (Uint8Array | string)[]): Uint8Array | string => {
  const [first = ''] = parts;
  if (parts.length <= 1) return first;
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
};

const tellDrained = (waiting: Waiting): void => {
  const { drained } = waiting;
  waiting.drained = undefined;
  drained?.();
};

/**
 * One write for all that came in a turn of the event loop. Answers of many connections leave together after everything
 * that had come in was read: each one alone would wake the reader's process for itself, which costs more than the answer.
 */
const flush = (waiting: Waiting): void => {
  waiting.isScheduled = false;
  const { response, parts } = waiting;
  if (parts.length === 0 || response.destroyed || waiting.isEnded) return;
  waiting.parts = [];
  waiting.bytes = 0;
  if (response.write(join(parts))) tellDrained(waiting);
};

const write = (waiting: Waiting, part: Uint8Array | string): boolean => {
  waiting.parts.push(part);
  waiting.bytes += sizeOf(part);
  if (!waiting.isScheduled) {
    waiting.isScheduled = true;
    setImmediate(flush, waiting);
  }
  return waiting.bytes < highWaterBytes && !waiting.response.writableNeedDrain;
};

const finish = ({ response, parts }: Waiting): void => {
  if (response.destroyed) return;
  if (parts.length > 0) response.end(join(parts));
  else response.end();
};

const end = (waiting: Waiting, last: Uint8Array | string | undefined): void => {
  if (waiting.isEnded) return;
  waiting.isEnded = true;
  if (last !== undefined) waiting.parts.push(last);
  setImmediate(finish, waiting);
};

/** Breaks the connection off once what was written has left. */
const destroy = (waiting: Waiting): void => {
  if (waiting.isEnded) return;
  waiting.isEnded = true;
  const { response, parts } = waiting;
  if (response.destroyed || !response.headersSent || (parts.length === 0 && response.writableLength === 0)) {
    response.destroy();
    return;
  }
  const timer = setTimeout(() => response.destroy(), lastWordsMs).unref();
  response.write(join(parts), () => {
    clearTimeout(timer);
    response.destroy();
  });
};

/** The client's side of an exchange on a response of node:http. */
export const createByteReply = (response: ServerResponse): ByteReply => {
  const waiting: Waiting = {
    response,
    parts: [],
    bytes: 0,
    isScheduled: false,
    isEnded: false,
    isListening: false,
    drained: undefined,
  };
  return {
    writeHead: (status, headers) =>
      void response.writeHead(status, { ...headers, 'x-content-type-options': 'nosniff' }),
    write: (part) => write(waiting, part),
    onDrain: (listener) => {
      waiting.drained = listener;
      if (!waiting.isListening) {
        waiting.isListening = true;
        response.on('drain', () => tellDrained(waiting));
      }
      if (!waiting.isScheduled && !response.writableNeedDrain) process.nextTick(tellDrained, waiting);
    },
    end: (last) => end(waiting, last),
    destroy: () => destroy(waiting),
    onGone: (listener) => void response.once('close', () => waiting.isEnded || listener()),
  };
};
