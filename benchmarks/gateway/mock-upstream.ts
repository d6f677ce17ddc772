// A provider that answers at once, as cheaply as Node allows: raw sockets, answers built once. A child process; it prints
// its port, and tells its counters when it is asked over IPC. A streamed request is cut into `chunks` events, `pace_ms` apart.
import { createServer, type Socket } from 'node:net';

const answer = JSON.stringify({
  id: 'chatcmpl-mock',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'mock',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'A body may have 1 MiB. '.repeat(20) }, finish_reason: 'stop' },
  ],
  usage: { prompt_tokens: 250, completion_tokens: 120, total_tokens: 370 },
});
const whole = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(answer)}\r\n\r\n${answer}`,
);
const streamHead = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
const framed = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const eventOf = (delta: object, rest: object = {}): string =>
  `data: ${JSON.stringify({ id: 'chatcmpl-mock', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'mock', system_fingerprint: 'fp_0123456789', choices: [{ index: 0, delta, logprobs: null, finish_reason: null }], ...rest })}\n\n`;
const middle = Buffer.from(framed(eventOf({ content: 'A body may have 1 MiB. ' })));
const last = Buffer.from(
  `${framed(eventOf({}, { usage: { prompt_tokens: 250, completion_tokens: 50, total_tokens: 300 } }))}${framed('data: [DONE]\n\n')}0\r\n\r\n`,
);

/** What the provider itself saw; the judge of the benchmark. */
export interface MockCounters {
  readonly requests: number;
  readonly streamsEnded: number;
  readonly aborted: number;
  /** Milliseconds since 1970 of the last aborts, at most 1,000. */
  readonly abortedAt: readonly number[];
}

const counters = { requests: 0, streamsEnded: 0, aborted: 0, abortedAt: [] as number[] };

const pump = (socket: Socket, left: number, paceMs: number): void => {
  let remaining = left;
  const onClose = (): void => {
    if (remaining < 0) return;
    remaining = -1;
    counters.aborted += 1;
    if (counters.abortedAt.push(Date.now()) > 1000) counters.abortedAt.shift();
  };
  socket.once('close', onClose);
  const step = (): void => {
    if (remaining < 0) return;
    const isOpen = socket.write(remaining > 0 ? middle : last);
    remaining -= 1;
    if (remaining < 0) {
      counters.streamsEnded += 1;
      socket.removeListener('close', onClose);
    } else if (paceMs > 0) setTimeout(step, paceMs);
    else if (isOpen) setImmediate(step);
    else socket.once('drain', step);
  };
  socket.write(streamHead);
  step();
};

const numberIn = (body: string, name: string, fallback: number): number => {
  const found = new RegExp(`"${name}":(\\d+)`).exec(body);
  return found === null ? fallback : Number(found[1]);
};

const reply = (socket: Socket, body: Buffer): void => {
  counters.requests += 1;
  const tail = body.subarray(Math.max(0, body.length - 300)).toString('latin1');
  if (!tail.includes('"stream":true')) {
    socket.write(whole);
    return;
  }
  pump(socket, numberIn(tail, 'chunks', 50), numberIn(tail, 'pace_ms', 0));
};

const headEnd = Buffer.from('\r\n\r\n');

const listen = (socket: Socket): void => {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  let held: Buffer = Buffer.alloc(0);
  socket.on('data', (data) => {
    held = held.length === 0 ? data : Buffer.concat([held, data]);
    for (;;) {
      const end = held.indexOf(headEnd);
      if (end < 0) return;
      const head = held.toString('latin1', 0, end).toLowerCase();
      const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
      const total = end + 4 + length;
      if (held.length < total) return;
      const body = held.subarray(end + 4, total);
      held = held.subarray(total);
      reply(socket, body);
    }
  });
};

const server = createServer({ noDelay: true }, listen);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
process.on('message', () => process.send?.({ counters }));
process.on('disconnect', () => process.exit(0));
