import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import { rawServer } from '#platform/upstream/testing';
import {
  chatAnswer,
  chatEvents,
  openGateway,
  scriptedProvider,
  sendChat,
  sendEvents,
  sendJson,
  testCard,
  type GatewayHarnessOptions,
  type ProviderScript,
} from './testing.ts';

const messages = [{ role: 'user' as const, content: 'Hi' }];

const post = (url: string, body: object, signal?: AbortSignal) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
    body: JSON.stringify({ messages, ...body }),
    signal: signal ?? null,
  });

const retry = { baseMs: 1, retries: 1 };

/** Two providers behind the routes `both` (in order) and `hedged`. */
const two = async (
  context: TestContext,
  [first, second]: readonly [ProviderScript, ProviderScript],
  { route = {}, ...rest }: Partial<GatewayHarnessOptions> & { readonly route?: object } = {},
) => {
  const [a, b] = await Promise.all([scriptedProvider(context, first), scriptedProvider(context, second)]);
  const targets = [{ model: 'a', timeouts: { firstTokenMs: 150, idleMs: 150 } }, { model: 'b' }];
  const gateway = await openGateway(context, {
    cards: [testCard('a', a.baseUrl), testCard('b', b.baseUrl)],
    config: { routes: { both: { targets, retry, ...route } } },
    ...rest,
  });
  const client = new OpenAI({ apiKey: 'test-key', baseURL: `${gateway.url}/v1`, maxRetries: 0 });
  return { ...gateway, a, b, client };
};

const broken: ProviderScript = (_, response) => sendJson(response, '{}', { status: 500 });
const silent: ProviderScript = () => {};

test('the next target answers when the first fails, is silent, refuses our key or has too short a context', async (context) => {
  const scripts: readonly [string, ProviderScript, number][] = [
    ['a=500-failed, a=500-failed, b=ok', broken, 2],
    ['a=first-byte-timeout, b=ok', silent, 1],
    ['a=401-credentials, b=ok', (_, response) => sendJson(response, '{}', { status: 401 }), 1],
    ['a=529-overloaded, b=ok', (_, response) => sendJson(response, '{}', { status: 529 }), 1],
    ['a=reset-before-headers, a=reset-before-headers, b=ok', (_, response) => void response.socket?.destroy(), 2],
  ];
  for (const [expected, script, asked] of scripts) {
    const { url, a } = await two(context, [script, sendChat]);
    const response = await post(url, { model: 'both' });
    assert.deepEqual([response.status, response.headers.get('x-throughline-attempts')], [200, expected]);
    assert.equal(a.asked.length, asked, expected);
  }
});

test('a target without a key or a listener is passed over', async (context) => {
  const { baseUrl } = await scriptedProvider(context, sendChat);
  const noKey = testCard('a', baseUrl, { endpoint: { baseUrl, apiKeyEnv: 'NO_KEY' } });
  const targets = ['a', 'gone', 'b'].map((model) => ({ model }));
  const cards = [noKey, testCard('gone', 'http://127.0.0.1:1/v1'), testCard('b', baseUrl)];
  const { url } = await openGateway(context, { cards, config: { routes: { both: { targets, retry } } } });
  const response = await post(url, { model: 'both' });
  const attempts = response.headers.get('x-throughline-attempts');
  assert.deepEqual([response.status, attempts], [200, 'a=unprepared, gone=connect, gone=connect, b=ok']);
});

test('a circuit that is open is not asked, and says when all are', async (context) => {
  const breaker = { failures: 2, openMs: 60_000 };
  const { url, a, b } = await two(context, [broken, broken], { route: { breaker } });
  assert.equal((await post(url, { model: 'both' })).status, 502);
  assert.deepEqual([a.asked.length, b.asked.length], [2, 2]);
  const resting = await post(url, { model: 'both' });
  assert.deepEqual([resting.status, a.asked.length], [503, 2]);
  assert.match(resting.headers.get('retry-after') ?? '', /^(59|60)$/);
});

test('a stream that breaks off is an error event and no end, and is billed by what was seen', async (context) => {
  const cuts: readonly ProviderScript[] = [
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chatEvents(['Hello '])[0]);
      response.write(chatEvents(['Hello '])[1]);
      setTimeout(() => response.socket?.destroy(), 20);
    },
    (_, response) => sendEvents(response, chatEvents(['Hello ']).slice(0, 2)),
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(chatEvents(['Hello ']).slice(0, 2).join(''));
    },
  ];
  for (const cut of cuts) {
    const { url, client, accounts, accounted, b } = await two(context, [cut, sendChat]);
    const stream = await client.chat.completions.create({ model: 'both', messages, stream: true });
    let text = '';
    await assert.rejects(async () => {
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? '';
    }, OpenAI.APIError);
    assert.equal(text, 'Hello ');
    const raw = await post(url, { model: 'both', stream: true });
    await assert.rejects(raw.text(), 'the connection has no clean end');
    await accounted(2);
    assert.equal(b.asked.length, 0, 'nothing is asked again once a byte has gone');
    const [account = assert.fail()] = accounts;
    assert.deepEqual([account.outcome, account.estimated, account.usage.outputTokens], ['failed', true, 2]);
  }
});

test('a stream without its mark but with its finish is whole, and gets the mark', async (context) => {
  const unmarked: ProviderScript = (_, response) => sendEvents(response, chatEvents(['Hello ']).slice(0, -1));
  const { url } = await two(context, [unmarked, sendChat]);
  const text = await (await post(url, { model: 'both', stream: true })).text();
  assert.ok(text.endsWith('data: [DONE]\n\n'));
});

test('a whole answer that breaks off is asked for again, for the client has seen nothing of it', async (context) => {
  const half: ProviderScript = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 500 });
    response.write('{"choices":');
    setTimeout(() => response.socket?.destroy(), 10);
  };
  const { url } = await two(context, [half, sendChat]);
  assert.equal((await (await post(url, { model: 'both' })).json()) !== undefined, true);
});

const until = async (isSo: () => boolean): Promise<void> => {
  for (let waited = 0; !isSo() && waited < 400; waited += 1) await sleep(5);
  assert.ok(isSo());
};

test('a client that goes away takes the call to the provider with it, before the headers and in the middle', async (context) => {
  let closed = 0;
  const endless: ProviderScript = ({ body }, response) => {
    response.on('close', () => (closed += 1));
    if (!body.includes('"stream":true')) return;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const timer = setInterval(() => response.write(chatEvents(['x'])[1]), 5);
    response.on('close', () => clearInterval(timer));
  };
  const targets = [{ model: 'a' }];
  const { baseUrl, asked } = await scriptedProvider(context, endless);
  const { url, accounts, accounted, routes } = await openGateway(context, {
    cards: [testCard('a', baseUrl)],
    config: { routes: { both: { targets, retry } } },
  });
  for (const [index, stream] of [false, true].entries()) {
    const gone = new AbortController();
    const response = post(url, { model: 'both', stream }, gone.signal);
    if (stream) await (await response).body?.getReader().read();
    else await until(() => asked.length > index);
    gone.abort();
    await response.catch(() => undefined);
    await until(() => closed === index + 1);
  }
  await accounted(2);
  assert.deepEqual(
    accounts.map(({ outcome, status }) => [outcome, status]),
    [
      ['aborted', 499],
      ['aborted', 499],
    ],
  );
  assert.equal(accounts[1]?.estimated, true);
  assert.equal(asked.length, 2, 'nothing is tried again for nobody');
  assert.equal(routes.health().get('a')?.inFlight, 0);
});

test('a hedge asks the second target when the first is slow; the first byte wins and the loser is closed and accounted', async (context) => {
  let closed = 0;
  const slow: ProviderScript = (_, response) => {
    response.on('close', () => (closed += response.writableFinished ? 0 : 1));
    setTimeout(() => sendJson(response, chatAnswer('late')), 140);
  };
  const hedged = await two(context, [slow, sendChat], { route: { hedgeAfterMs: 20 } });
  const response = await post(hedged.url, { model: 'both' });
  assert.equal(response.headers.get('x-throughline-target'), 'b');
  await until(() => closed === 1);
  await hedged.accounted(2);
  assert.deepEqual(hedged.accounts.map(({ model, outcome }) => `${model} ${outcome}`).toSorted(), [
    'a aborted',
    'b ok',
  ]);
  const quick = await two(context, [sendChat, sendChat], { route: { hedgeAfterMs: 100 } });
  await (await post(quick.url, { model: 'both' })).text();
  assert.deepEqual([quick.a.asked.length, quick.b.asked.length], [1, 0]);
  const failing = await two(context, [slow, broken], { route: { hedgeAfterMs: 20 } });
  assert.equal((await post(failing.url, { model: 'both' })).status, 200, 'the slow one still answers');
});

test('a client that does not read holds the provider back', async (context) => {
  let sent = 0;
  const [, event = ''] = chatEvents(['x'.repeat(10_000)]);
  const fast: ProviderScript = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const push = (): void => {
      while (sent < 100 * 1024 * 1024) {
        sent += event.length;
        if (!response.write(event)) return void response.once('drain', push);
      }
    };
    push();
  };
  const { baseUrl } = await scriptedProvider(context, fast);
  const { url } = await openGateway(context, { cards: [testCard('a', baseUrl)], config: { models: ['a'] } });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const body = JSON.stringify({ model: 'a', messages, stream: true });
  socket.on('error', () => {});
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer test-key\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  socket.pause();
  const before = process.memoryUsage.rss();
  let held = -1;
  while (held !== sent) {
    held = sent;
    await sleep(250);
  }
  assert.ok(held > 100_000 && held < 40 * 1024 * 1024, `${held} bytes are on their way to nobody`);
  assert.ok(process.memoryUsage.rss() - before < 100 * 1024 * 1024);
  socket.destroy();
});

test('small writes do not wait for one another (Nagle and delayed acknowledgements cost 40 ms)', async (context) => {
  const url = await rawServer(context, (socket) => {
    socket.setNoDelay(true);
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n');
    const body = chatAnswer('Hi');
    socket.write(`${body.length.toString(16)}\r\n`);
    socket.write(`${body}\r\n0\r\n\r\n`);
  });
  const gateway = await openGateway(context, {
    cards: [testCard('a', new URL('/v1', url).href)],
    config: { models: ['a'] },
  });
  const times: number[] = [];
  for (let call = 0; call < 20; call += 1) {
    const began = performance.now();
    await (await post(gateway.url, { model: 'a' })).text();
    times.push(performance.now() - began);
  }
  assert.ok((times.toSorted((x, y) => x - y)[10] ?? 99) < 30, times.map(Math.round).join());
});
