import type { ByteReply, Fault, RouteReply } from '#kernel';
import type { DialectFront } from '../dialects/port.ts';
import { problemOf } from '../dialects/problem-of.ts';

type Front = Pick<DialectFront, 'encodeError'>;

interface WholeText {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const sendText = (reply: ByteReply, { status, headers, body }: WholeText): void => {
  reply.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
  reply.end(body);
};

/** A fault in the shape of an API. */
export const sendFault = (reply: ByteReply, front: Front, fault: Fault): void => {
  sendText(reply, front.encodeError(problemOf(fault)));
};

/** Until there is room, or nobody who needs it. */
const drained = (reply: ByteReply, signal: AbortSignal): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  reply.onDrain(resolve);
  return promise;
};

type Stream = Extract<RouteReply, { kind: 'stream' }>;

const sendStream = async (reply: ByteReply, answer: Stream, signal: AbortSignal): Promise<void> => {
  reply.writeHead(200, { 'content-type': answer.contentType, ...answer.headers });
  for await (const chunk of answer.chunks) {
    if (signal.aborted) break;
    if (!reply.write(chunk)) await drained(reply, signal);
  }
  reply.end();
};

/** What a route answers, as bytes. */
export const sendReply = async (reply: ByteReply, answer: RouteReply, signal: AbortSignal): Promise<void> => {
  if (answer.kind === 'stream') return sendStream(reply, answer, signal);
  const status = answer.status ?? 200;
  if (answer.kind === 'text')
    return sendText(reply, { status, headers: { 'content-type': answer.contentType }, body: answer.body });
  const headers = { 'content-type': 'application/json; charset=utf-8', ...answer.headers };
  sendText(reply, { status, headers, body: JSON.stringify(answer.body) });
};

/** Aborted when the client goes away. */
export const goneSignal = (reply: ByteReply): AbortSignal => {
  const gone = new AbortController();
  reply.onGone(() => gone.abort(new Error('the client has gone')));
  return gone.signal;
};
