import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request as the provider saw it: the only judge of these tests. */
export interface Seen {
  readonly fault: string;
  /** 1 for the first request under this fault. */
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly bodyBytes: number;
  readonly authorization: string;
  /** How the exchange ended for the provider. */
  ended: 'answered' | 'client-gone' | 'reset' | 'open';
  endedAt: number | undefined;
}

export interface FaultyProvider {
  readonly port: number;
  /** Base URL of a provider with that fault. */
  readonly baseUrl: (fault: string) => string;
  readonly seen: (fault: string) => readonly Seen[];
  readonly close: () => Promise<void>;
}

interface Exchange {
  readonly socket: Socket;
  readonly attempt: number;
  readonly streamed: boolean;
  readonly end: (how: Seen['ended']) => void;
}

type Fault = (exchange: Exchange) => void | Promise<void>;

const completion = JSON.stringify({
  id: 'chatcmpl-fault',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'good',
  choices: [{ index: 0, message: { role: 'assistant', content: 'All is well.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
});

const head = (status: string, headers: Readonly<Record<string, string>>): string =>
  `HTTP/1.1 ${status}\r\n${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n`;

const json = (status: string, body: string, headers: Readonly<Record<string, string>> = {}): string =>
  head(status, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers }) +
  body;

const error = (status: string, code: string, headers: Readonly<Record<string, string>> = {}): string =>
  json(
    status,
    JSON.stringify({ error: { message: `The provider says ${code}.`, type: code, code, param: null } }),
    headers,
  );

const streamHead = head('200 OK', { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' });
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const event = (delta: object, finish: string | null = null, rest: object = {}): string =>
  chunk(
    `data: ${JSON.stringify({ id: 'chatcmpl-fault', object: 'chat.completion.chunk', created: 1_700_000_000, model: 'good', choices: [{ index: 0, delta, finish_reason: finish }], ...rest })}\n\n`,
  );
const usage = { usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } };
const lastEvents = `${event({}, 'stop', usage)}${chunk('data: [DONE]\n\n')}0\r\n\r\n`;

const good: Fault = ({ socket, streamed, end }) => {
  socket.write(
    streamed
      ? `${streamHead}${event({ role: 'assistant', content: 'All ' })}${event({ content: 'is well.' })}${lastEvents}`
      : json('200 OK', completion),
  );
  end('answered');
};

const say =
  (text: string): Fault =>
  ({ socket, end }) => {
    socket.write(text);
    end('answered');
  };

const reset: Fault = ({ socket, end }) => {
  end('reset');
  socket.resetAndDestroy();
};

/** Every fault by its name; a name with `then-good` heals after its first request. */
const faults: Readonly<Record<string, Fault>> = {
  good,
  '429-retry-after': (exchange) =>
    exchange.attempt === 1
      ? say(error('429 Too Many Requests', 'rate_limit_exceeded', { 'retry-after': '1' }))(exchange)
      : good(exchange),
  '429-long': say(error('429 Too Many Requests', 'rate_limit_exceeded', { 'retry-after': '600' })),
  '429-bare': (exchange) =>
    exchange.attempt === 1 ? say(error('429 Too Many Requests', 'rate_limit_exceeded'))(exchange) : good(exchange),
  '500-once': (exchange) =>
    exchange.attempt === 1 ? say(error('500 Internal Server Error', 'server_error'))(exchange) : good(exchange),
  '500-always': say(error('500 Internal Server Error', 'server_error')),
  'reset-before-headers': reset,
  'reset-after-headers': async (exchange) => {
    exchange.socket.write(
      exchange.streamed ? streamHead : head('200 OK', { 'content-type': 'application/json', 'content-length': '500' }),
    );
    await sleep(50);
    await reset(exchange);
  },
  'cut-mid-stream': async (exchange) => {
    exchange.socket.write(`${streamHead}${event({ role: 'assistant', content: 'Half of ' })}`);
    await sleep(100);
    await reset(exchange);
  },
  'never-first-byte': () => undefined,
  'stall-mid-stream': ({ socket }) => {
    socket.write(`${streamHead}${event({ role: 'assistant', content: 'Half of ' })}`);
  },
  'missing-done': ({ socket, end }) => {
    socket.write(`${streamHead}${event({ role: 'assistant', content: 'Half of ' })}0\r\n\r\n`);
    end('answered');
  },
  'malformed-json': say(json('200 OK', '{"choices": [{"message": ')),
  'huge-headers': say(head('200 OK', { 'x-huge': 'x'.repeat(100_000), 'content-length': '0' })),
  'wrong-content-type': say(json('200 OK', '<html>Sign in</html>', { 'content-type': 'text/html' })),
  flapping: (exchange) =>
    exchange.attempt % 2 === 1 ? say(error('503 Service Unavailable', 'overloaded'))(exchange) : good(exchange),
  'expired-key': say(error('401 Unauthorized', 'invalid_api_key')),
  'stale-socket': async (exchange) => {
    await good(exchange);
    await sleep(40);
    exchange.socket.resetAndDestroy();
  },
  endless: ({ socket, end }) => {
    const piece = event({ content: 'x'.repeat(1000) });
    const push = (): void => {
      if (socket.destroyed) return;
      if (socket.write(piece)) setImmediate(push);
      else socket.once('drain', push);
    };
    socket.write(streamHead);
    socket.once('close', () => end('client-gone'));
    push();
  },
  'slow-stream': async ({ socket, end }) => {
    socket.write(streamHead);
    for (let index = 0; index < 500 && !socket.destroyed; index += 1) {
      socket.write(event({ content: `${index} ` }));
      await sleep(20);
    }
    if (socket.destroyed) return;
    socket.write(lastEvents);
    end('answered');
  },
};

export const faultNames = Object.keys(faults);

const separator = Buffer.from('\r\n\r\n');

interface Parsed {
  readonly fault: string;
  readonly authorization: string;
  readonly body: string;
}

const parse = (held: Buffer): { readonly parsed: Parsed; readonly rest: Buffer } | undefined => {
  const end = held.indexOf(separator);
  if (end < 0) return undefined;
  const text = held.toString('latin1', 0, end);
  const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
  if (held.length < end + 4 + length) return undefined;
  const body = held.toString('utf8', end + 4, end + 4 + length);
  const fault = /^POST \/([\w-]+)\//.exec(text)?.[1] ?? 'good';
  const authorization = /authorization: (.*)/i.exec(text)?.[1] ?? '';
  return { parsed: { fault, authorization, body }, rest: held.subarray(end + 4 + length) };
};

/** Bytes of the request that begins here; 0 while its head is not whole. A large body is joined once, when it is there. */
const expected = (start: Buffer): number => {
  const end = start.indexOf(separator);
  if (end < 0) return 0;
  return end + 4 + Number(/content-length: (\d+)/i.exec(start.toString('latin1', 0, end))?.[1] ?? 0);
};

/** A provider of OpenAI's chat completions that fails as its path says. */
export const startFaultyProvider = async (): Promise<FaultyProvider> => {
  const log: Seen[] = [];
  const sockets = new Set<Socket>();

  const answer = (socket: Socket, { fault, authorization, body }: Parsed): void => {
    const attempt = log.filter((seen) => seen.fault === fault).length + 1;
    const seen: Seen = {
      fault,
      attempt,
      at: Date.now(),
      bodyBytes: Buffer.byteLength(body),
      authorization,
      ended: 'open',
      endedAt: undefined,
    };
    log.push(seen);
    const end = (how: Seen['ended']): void => {
      if (seen.ended !== 'open') return;
      seen.ended = how;
      seen.endedAt = Date.now();
    };
    socket.once('close', () => end('client-gone'));
    void (faults[fault] ?? good)({ socket, attempt, streamed: body.includes('"stream":true'), end });
  };

  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    let held: Buffer = Buffer.alloc(0);
    let [pieces, bytes]: [Buffer[], number] = [[], 0];
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (data) => {
      pieces.push(data);
      bytes += data.length;
      if (bytes < expected(held.length === 0 ? (pieces[0] ?? held) : held)) return;
      held = Buffer.concat([held, ...pieces]);
      [pieces, bytes] = [[], 0];
      for (let next = parse(held); next !== undefined; next = parse(held)) {
        held = next.rest;
        answer(socket, next.parsed);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    baseUrl: (fault) => `http://127.0.0.1:${port}/${fault}/v1`,
    seen: (fault) => log.filter((seen) => seen.fault === fault),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
