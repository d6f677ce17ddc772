// A client that costs next to nothing: one keep-alive socket, a request built once, answers told apart by length or by the
// last chunk. Milliseconds throughout.
import { connect, type Socket } from 'node:net';

export interface Sent {
  readonly status: number;
  readonly totalMs: number;
  readonly firstByteMs: number;
  /** Event-stream events seen, and the longest silence between two reads. */
  readonly events: number;
  readonly longestGapMs: number;
  readonly bytes: number;
}

export interface SocketClient {
  readonly send: (request: Buffer) => Promise<Sent>;
  readonly socket: Socket;
  readonly close: () => void;
}

interface Pending {
  readonly began: number;
  readonly resolve: (sent: Sent) => void;
  readonly reject: (error: Error) => void;
  head: string | undefined;
  bodyLeft: number;
  tail: string;
  first: number;
  last: number;
  gap: number;
  events: number;
  bytes: number;
}

const countEvents = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('data: '); at >= 0; at = text.indexOf('data: ', at + 6)) count += 1;
  return count;
};

const readHead = (pending: Pending, data: Buffer): Buffer | undefined => {
  const end = data.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = data.toString('latin1', 0, end);
  pending.head = head;
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  pending.bodyLeft = length === undefined ? Infinity : Number(length);
  return data.subarray(end + 4);
};

const isWhole = (pending: Pending, body: Buffer): boolean => {
  pending.bodyLeft -= body.length;
  if (pending.bodyLeft !== Infinity) return pending.bodyLeft <= 0;
  const text = pending.tail + body.toString('latin1');
  pending.events += countEvents(text) - countEvents(pending.tail);
  pending.tail = text.slice(-7);
  return pending.tail.endsWith('\r\n0\r\n\r\n') || text === '0\r\n\r\n';
};

const finish = (pending: Pending): void => {
  const now = performance.now();
  pending.resolve({
    status: Number(pending.head?.slice(9, 12)),
    totalMs: now - pending.began,
    firstByteMs: pending.first - pending.began,
    events: pending.events,
    longestGapMs: pending.gap,
    bytes: pending.bytes,
  });
};

export interface RequestParts {
  readonly url: string;
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The bytes of a POST with a JSON body and the headers that OpenAI's client sends. */
export const requestBytes = ({ url, key, headers = {}, body }: RequestParts): Buffer => {
  const { host, pathname } = new URL(url);
  const head = [
    `POST ${pathname} HTTP/1.1`,
    `host: ${host}`,
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    'accept: application/json',
    'user-agent: OpenAI/JS 7.57.0',
    'x-stainless-lang: js',
    'x-stainless-retry-count: 0',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
};

/** Opens one keep-alive connection. */
export const openClient = async (url: string): Promise<SocketClient> => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let pending: Pending | undefined;
  socket.on('data', (data) => {
    if (pending === undefined) return;
    const now = performance.now();
    pending.bytes += data.length;
    const body = pending.head === undefined ? readHead(pending, data) : data;
    if (body === undefined) return;
    if (pending.first === 0) pending.first = now;
    else pending.gap = Math.max(pending.gap, now - pending.last);
    pending.last = now;
    if (!isWhole(pending, body)) return;
    const done = pending;
    pending = undefined;
    finish(done);
  });
  const fail = (error: Error): void => {
    pending?.reject(error);
    pending = undefined;
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the connection was closed')));
  const opened = Promise.withResolvers<void>();
  socket.once('connect', () => opened.resolve());
  socket.once('error', opened.reject);
  await opened.promise;
  return {
    socket,
    send: (request) => {
      const { promise, resolve, reject } = Promise.withResolvers<Sent>();
      const began = performance.now();
      pending = {
        began,
        resolve,
        reject,
        head: undefined,
        bodyLeft: 0,
        tail: '',
        first: 0,
        last: 0,
        gap: 0,
        events: 0,
        bytes: 0,
      };
      socket.write(request);
      return promise;
    },
    close: () => socket.destroy(),
  };
};
