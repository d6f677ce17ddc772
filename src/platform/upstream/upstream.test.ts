import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UpstreamCall, UpstreamRequest } from '#run/serve';
import { createUpstream, type UpstreamOptions } from '#platform/upstream';
import { httpServer, rawServer } from '#platform/upstream/testing';

const ok = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';

interface Heard {
  status: number;
  headers: Readonly<Record<string, string>>;
  text: string;
  pieces: number;
  end: string;
}

const open = (context: TestContext, options: UpstreamOptions = {}) => {
  const { upstream } = createUpstream(options);
  context.after(() => upstream.close());
  const send = (
    url: string,
    {
      onCall,
      onPiece,
      ...rest
    }: Partial<UpstreamRequest> & {
      onCall?: (call: UpstreamCall) => void;
      onPiece?: (heard: Heard, call: () => UpstreamCall) => boolean;
    } = {},
  ): Promise<Heard> => {
    const heard: Heard = { status: 0, headers: {}, text: '', pieces: 0, end: '' };
    const request = {
      method: 'POST' as const,
      url,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"a":1}'),
      connectMs: 2_000,
      firstByteMs: 2_000,
      idleMs: 2_000,
      totalMs: 5_000,
      keepAliveMs: 4_000,
      ...rest,
    };
    return new Promise((resolve) => {
      const finish = (end: string): void => {
        assert.equal(heard.end, '', 'one end for each call');
        heard.end = end;
        setImmediate(() => resolve(heard));
      };
      const call: UpstreamCall = upstream.send(request, {
        onHeaders: (status, headers) => Object.assign(heard, { status, headers }),
        onData: (bytes) => {
          heard.text += bytes.toString();
          heard.pieces += 1;
          return onPiece?.(heard, () => call) ?? true;
        },
        onEnd: () => finish('end'),
        onFailure: (failure) => finish(failure),
      });
      onCall?.(call);
    });
  };
  return { upstream, send };
};

test('a request and its answer, with path, headers and body as they are', async (context) => {
  const seen: string[] = [];
  const url = await httpServer(context, (request, response) => {
    seen.push(
      `${request.method} ${request.url} ${request.headers['content-type']} ${request.headers['content-length']}`,
    );
    request.on('data', (bytes: Buffer) => seen.push(bytes.toString()));
    request.on('end', () => response.writeHead(201, { 'X-One': '1' }).end('{"b":2}'));
  });
  const { send } = open(context);
  const heard = await send(url);
  assert.deepEqual([heard.status, heard.text, heard.end, heard.headers['x-one']], [201, '{"b":2}', 'end', '1']);
  assert.deepEqual(seen, ['POST /v1/chat?x=1 application/json 7', '{"a":1}']);
});

test('connections are kept and used again, at most so many', async (context) => {
  const connections = new Set<unknown>();
  const url = await httpServer(context, (request, response) => {
    connections.add(request.socket);
    setTimeout(() => response.end('{}'), 5);
  });
  const { send } = open(context, { connections: 2 });
  const all = await Promise.all(Array.from({ length: 8 }, () => send(url)));
  assert.ok(all.every(({ end }) => end === 'end'));
  assert.equal(connections.size, 2);
});

test('more calls than may wait for a connection are turned away at once', async (context) => {
  const url = await httpServer(context, () => {});
  const { send } = open(context, { connections: 1, waiting: 1 });
  const calls: UpstreamCall[] = [];
  const hang = () => send(url, { onCall: (call) => calls.push(call) });
  const hanging = [hang()];
  await sleep(20);
  hanging.push(hang());
  assert.equal((await send(url)).end, 'connect');
  for (const call of calls) call.abort();
  assert.deepEqual(
    (await Promise.all(hanging)).map(({ end }) => end),
    ['aborted', 'aborted'],
  );
});

for (const [name, server, expected] of [
  ['a reset before the headers', (socket: Socket) => socket.resetAndDestroy(), 'reset-before-headers'],
  ['a close before the headers', (socket: Socket) => socket.end(), 'reset-before-headers'],
  ['a close within the headers', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-'), 'reset-before-headers'],
  ['what is not HTTP', (socket: Socket) => socket.end('hello there\r\n\r\n'), 'headers-invalid'],
  [
    'huge headers',
    (socket: Socket) => socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`),
    'headers-invalid',
  ],
  [
    'a body shorter than its length',
    (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}'),
    'cut',
  ],
  [
    'a close within chunks',
    (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n'),
    'cut',
  ],
  [
    'a chunk that is none',
    (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n'),
    'cut',
  ],
  [
    'headers and then silence',
    (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n'),
    'first-byte-timeout',
  ],
  ['silence', () => {}, 'first-byte-timeout'],
  [
    'a stall in the body',
    (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{'),
    'idle-timeout',
  ],
] as const) {
  test(`${name} is ${expected}`, async (context) => {
    const url = await rawServer(context, (socket) => void server(socket));
    const { send } = open(context);
    const heard = await send(url, { firstByteMs: 60, idleMs: 40 });
    assert.equal(heard.end, expected);
  });
}

test('nobody listening, no such name, no URL, nobody answering the knock', async (context) => {
  const { send } = open(context);
  assert.equal((await send('http://127.0.0.1:1/')).end, 'connect');
  assert.equal((await send('http://does-not-exist.invalid/')).end, 'dns');
  assert.equal((await send('not a url')).end, 'connect');
});

test('a slow trickle ends by the total time', async (context) => {
  const url = await httpServer(context, (_, response) => {
    const timer = setInterval(() => response.write('x'), 5);
    response.on('close', () => clearInterval(timer));
  });
  const { send } = open(context);
  const heard = await send(url, { idleMs: 1_000, totalMs: 60 });
  assert.equal(heard.end, 'total-timeout');
  assert.ok(heard.pieces > 3);
});

test('abort before the connection, before the headers and in the body closes the connection to the provider', async (context) => {
  let closed = 0;
  const url = await httpServer(context, (request, response) => {
    request.socket.on('close', () => (closed += 1));
    if (request.headers['x-stream'] === 'yes') response.write('data: 1\n\n');
  });
  const { send } = open(context);
  assert.equal((await send(url, { onCall: (call) => call.abort() })).end, 'aborted');
  const beforeHeaders = await send(url, { onCall: (call) => setTimeout(call.abort, 30) });
  const inBody = await send(url, {
    headers: { 'x-stream': 'yes' },
    onPiece: (_, call) => {
      call().abort();
      return true;
    },
  });
  assert.deepEqual([beforeHeaders.end, inBody.end, inBody.pieces], ['aborted', 'aborted', 1]);
  for (let waited = 0; closed < 2 && waited < 100; waited += 1) await sleep(5);
  assert.equal(closed, 2);
});

test('a call that waits too long for a connection gives up and leaves the connection to the others', async (context) => {
  const connections = new Set<unknown>();
  const url = await httpServer(context, (request, response) => {
    connections.add(request.socket);
    setTimeout(() => response.end('{}'), 60);
  });
  const { send } = open(context, { connections: 1 });
  const [first, second, third] = await Promise.all([send(url), send(url, { connectMs: 20 }), send(url)]);
  assert.deepEqual([first.end, second.end, third.end], ['end', 'connect-timeout', 'end']);
  assert.equal(connections.size, 1);
});

test('a kept connection that the provider has closed costs one replay, on a new connection, once', async (context) => {
  const url = await rawServer(context, (socket, count, connection) => {
    if (count === 1 || connection > 1) socket.write(ok);
    else socket.resetAndDestroy();
  });
  const { send } = open(context);
  assert.equal((await send(url)).end, 'end');
  await sleep(10);
  const again = await send(url);
  assert.deepEqual([again.end, again.text], ['end', '{}']);
});

test('a new connection that is reset is not replayed, and a used one only while no byte came', async (context) => {
  let requests = 0;
  const fresh = await rawServer(context, (socket, count) => {
    requests = count;
    socket.resetAndDestroy();
  });
  const { send } = open(context);
  assert.equal((await send(fresh)).end, 'reset-before-headers');
  assert.equal(requests, 1);
  const used = await rawServer(context, (socket, count) => {
    requests = count;
    if (count === 1) socket.write(ok);
    else socket.end('HTTP/1.1 2');
  });
  await send(used);
  await sleep(10);
  const second = await send(used);
  assert.ok(second.end === 'reset-before-headers' || second.end === 'headers-invalid', second.end);
  assert.equal(requests, 2);
});

test('a reader that asks for a pause holds the provider back, and its silence is not the provider’s', async (context) => {
  let sent = 0;
  const piece = Buffer.alloc(64 * 1024);
  const url = await httpServer(context, (_, response) => {
    const push = (): void => {
      while (sent < 24 * 1024 * 1024) {
        sent += piece.length;
        if (!response.write(piece)) return void response.once('drain', push);
      }
      response.end();
    };
    push();
  });
  const { send } = open(context);
  let resumed = 0;
  const heard = send(url, {
    idleMs: 250,
    onPiece: (_, call) => {
      resumed += 1;
      if (resumed > 1) return true;
      setTimeout(() => {
        assert.ok(sent < 16 * 1024 * 1024, `${sent} bytes came although nobody read`);
        call().resume();
      }, 500);
      return false;
    },
  });
  assert.equal((await heard).end, 'end');
});

test('closing ends what runs', async (context) => {
  const url = await httpServer(context, () => {});
  const { send, upstream } = open(context);
  const running = send(url);
  await sleep(20);
  await upstream.close();
  assert.equal((await running).end, 'aborted');
});
