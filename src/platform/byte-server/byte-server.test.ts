import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultError, type ByteExchange, type ByteRoute } from '#kernel';
import { serveByteRoutes, testListenerDeps } from '#platform/byte-server/testing';

const routeOf = (handle: ByteRoute['handle'], rest: Partial<ByteRoute> = {}): ByteRoute => ({
  method: 'POST',
  path: '/v1/echo',
  access: 'api-key',
  summary: 'Echo',
  maximumBodyBytes: 1000,
  renderFault: (fault) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(fault.code) }),
  handle,
  ...rest,
});

const serve = (context: TestContext, handle: ByteRoute['handle'], rest: Partial<ByteRoute> = {}) =>
  serveByteRoutes(context, [routeOf(handle, rest)], { bodyPatienceMs: 40 });

const post = (url: string, body = 'hello', headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/echo?a=b`, { method: 'POST', body, headers: { authorization: 'Bearer test-key', ...headers } });

const echo = ({ body, reply }: ByteExchange): void => {
  reply.writeHead(200, { 'content-type': 'text/plain' });
  reply.end(body);
};

test('an exchange has body, url, caller and headers without secrets', async (context) => {
  const seen: ByteExchange[] = [];
  const url = await serve(context, (exchange) => {
    seen.push(exchange);
    echo(exchange);
  });
  const response = await post(url, 'hello', { cookie: 'a=b', 'x-one': '1' });
  assert.deepEqual([response.status, await response.text()], [200, 'hello']);
  const [exchange] = seen;
  assert.deepEqual([exchange?.url, exchange?.actor, exchange?.key?.id], ['/v1/echo?a=b', 'key-1', 'key-1']);
  assert.equal(exchange?.headers['x-one'], '1');
  assert.ok(!('authorization' in (exchange?.headers ?? {})) && !('cookie' in (exchange?.headers ?? {})));
});

test('without a key the body is not even read, and other paths are somebody else’s', async (context) => {
  const url = await serve(context, echo);
  const refused = await post(url, 'x'.repeat(100), { authorization: 'Bearer wrong' });
  assert.deepEqual([refused.status, await refused.json()], [401, 'TEST_UNAUTHORISED']);
  assert.equal((await fetch(`${url}/v1/other`)).status, 404);
  assert.equal((await fetch(`${url}/v1/echo`)).status, 404);
});

test('named segments are parameters', async (context) => {
  const url = await serveByteRoutes(context, [
    routeOf(({ params, reply }) => reply.end(JSON.stringify(params)), { method: 'GET', path: '/v1/files/:id/content' }),
  ]);
  const get = (path: string) => fetch(url + path, { headers: { 'x-api-key': 'test-key' } });
  assert.deepEqual(await (await get('/v1/files/a%20b/content')).json(), { id: 'a b' });
  assert.equal((await get('/v1/files//content')).status, 404);
  assert.equal((await get('/v1/files/%ff/content')).status, 404);
  assert.equal((await get('/v1/files/a')).status, 404);
});

test('a body over the limit is 413, declared or not, and the client can read why', async (context) => {
  const url = await serve(context, echo);
  const declared = await post(url, 'x'.repeat(200_000));
  assert.deepEqual([declared.status, await declared.json()], [413, 'TEST_TOO_LARGE']);
  const pieces = new ReadableStream({
    start: (controller) => {
      for (let piece = 0; piece < 20; piece += 1) controller.enqueue(Buffer.alloc(100, 'x'));
      controller.close();
    },
  });
  const init = { method: 'POST', body: pieces, duplex: 'half', headers: { authorization: 'Bearer test-key' } } as const;
  assert.equal((await fetch(`${url}/v1/echo`, init)).status, 413);
});

test('what a handler throws is 500, a fault keeps its status, a promise may reject', async (context) => {
  const { faults } = testListenerDeps();
  for (const [handle, status] of [
    [() => assert.fail('broken'), 500],
    [() => Promise.reject(new Error('broken')), 500],
    [() => Promise.reject(new FaultError(faults.stalled())), 408],
  ] as const) {
    const url = await serve(context, handle);
    assert.equal((await post(url)).status, status);
  }
});

const openRaw = (url: string): Socket => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  return socket;
};

const head = 'POST /v1/echo HTTP/1.1\r\nhost: x\r\nauthorization: Bearer test-key\r\n';

test('a client that falls silent within its body is told so', async (context) => {
  const url = await serve(context, echo);
  const socket = openRaw(url);
  socket.write(`${head}content-length: 10\r\n\r\nhalf`);
  const [answer] = (await new Promise<[Buffer]>((resolve) => socket.once('data', (data) => resolve([data])))) ?? [];
  assert.match(answer.toString(), /^HTTP\/1.1 408 /);
  socket.destroy();
});

test('writes of one tick are one frame, and a broken-off answer has its last words but no end', async (context) => {
  const url = await serve(context, ({ reply }) => {
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const text of ['a', 'b', Buffer.from('c')]) reply.write(text);
    setTimeout(() => {
      reply.write('last words');
      reply.destroy();
    }, 10);
  });
  const socket = openRaw(url);
  socket.write(`${head}content-length: 0\r\n\r\n`);
  let text = '';
  socket.on('data', (data) => (text += data.toString()));
  await new Promise((resolve) => socket.once('close', resolve));
  assert.match(text, /\r\n\r\n3\r\nabc\r\na\r\nlast words\r\n$/);
});

test('a client that goes away is heard, one that has its answer is not', async (context) => {
  const heard: string[] = [];
  const url = await serve(context, ({ body, reply }) => {
    reply.onGone(() => heard.push(String(body)));
    if (String(body) === 'whole') reply.end('done');
    else reply.writeHead(200, {});
    if (String(body) === 'begun') reply.write('x');
  });
  await (await post(url, 'whole')).text();
  for (const body of ['silent', 'begun']) {
    const socket = openRaw(url);
    socket.write(`${head}content-length: ${body.length}\r\n\r\n${body}`);
    await sleep(20);
    socket.destroy();
  }
  for (let waited = 0; heard.length < 2 && waited < 100; waited += 1) await sleep(5);
  assert.deepEqual(heard.toSorted(), ['begun', 'silent']);
});

test('a client that reads slowly holds the writer back, and it goes on when there is room', async (context) => {
  const piece = Buffer.alloc(64 * 1024, 'x');
  const total = 256;
  let [sent, pauses] = [0, 0];
  const url = await serve(context, ({ reply }) => {
    reply.writeHead(200, {});
    const push = (): void => {
      while (sent < total) {
        sent += 1;
        if (!reply.write(piece)) {
          pauses += 1;
          return reply.onDrain(push);
        }
      }
      reply.end();
    };
    push();
  });
  const socket = openRaw(url);
  socket.pause();
  socket.write(`${head}content-length: 0\r\n\r\n`);
  await sleep(100);
  const sentWhileNobodyRead = sent;
  let bytes = 0;
  socket.on('data', (data) => (bytes += data.length));
  socket.resume();
  for (let waited = 0; bytes < total * piece.length && waited < 400; waited += 1) await sleep(5);
  assert.ok(sentWhileNobodyRead < total, `${sentWhileNobodyRead} pieces were sent to nobody`);
  assert.ok(pauses > 1);
  assert.ok(bytes >= total * piece.length);
  socket.destroy();
});
