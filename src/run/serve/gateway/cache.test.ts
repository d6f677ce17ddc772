import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { err, ok } from '#kernel';
import { serveFaults } from '../errors.ts';
import { chatAnswer, openGateway, scriptedProvider, sendChat, sendJson, testCard } from './testing.ts';

const open = async (context: TestContext, cache: object, answer?: (count: number) => string) => {
  const provider = await scriptedProvider(context, (asked, response, count) =>
    answer === undefined ? sendChat(asked, response, count) : sendJson(response, chatAnswer(answer(count))),
  );
  const gateway = await openGateway(context, {
    cards: [testCard('a', provider.baseUrl)],
    config: { routes: { cached: { targets: [{ model: 'a' }], cache } } },
  });
  const ask = (content: string, rest: object = {}, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-key', 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ model: 'cached', temperature: 0, messages: [{ role: 'user', content }], ...rest }),
    });
  return { ...gateway, provider, ask };
};

test('the same request is answered once by the provider, and the second answer is free and visible', async (context) => {
  const { ask, provider, accounts, spans, accounted, caches } = await open(context, { exact: {} });
  const first = await ask('Hi');
  const second = await ask('Hi');
  assert.deepEqual(
    [first, second].map(({ headers }) => headers.get('x-throughline-cache')),
    ['miss', 'hit'],
  );
  assert.equal(await second.text(), await first.text());
  assert.equal(second.headers.get('x-throughline-target'), 'a');
  await accounted(2);
  assert.deepEqual(
    accounts.map(({ outcome, costNano }) => [outcome, costNano > 0]),
    [
      ['ok', true],
      ['cached', false],
    ],
  );
  assert.deepEqual(
    spans.map(({ attributes }) => attributes['throughline.cache']),
    ['miss', 'hit'],
  );
  assert.equal(provider.asked.length, 1);
  caches.clear();
  await ask('Hi');
  assert.equal(provider.asked.length, 2, 'an erasure reaches the cache');
});

test('streams are kept as they were, and what is sampled, failed or refused by the client is not kept', async (context) => {
  const { ask, provider } = await open(context, { exact: {} });
  const streamed = await (await ask('Hi', { stream: true })).text();
  const again = await ask('Hi', { stream: true });
  assert.deepEqual([again.headers.get('content-type'), await again.text()], ['text/event-stream', streamed]);
  assert.equal(provider.asked.length, 1);
  for (const _ of [1, 2]) await (await ask('Warm', { temperature: 1 })).text();
  for (const _ of [1, 2]) await (await ask('Fresh', {}, { 'cache-control': 'no-cache' })).text();
  assert.equal(provider.asked.length, 5);
});

test('a similar question gets the answer; shadowed hits are measured against the model', async (context) => {
  const semantic = { threshold: 0.6, shadowShare: 1, maximumFalseHits: 0.5 };
  const { ask, provider, caches, accounted } = await open(context, { semantic }, (count) =>
    count === 1 ? 'It is one mebibyte by default.' : 'Close your account in the app today.',
  );
  await (await ask('how large may a request body be?')).text();
  const similar = await ask('how large may the request body be?');
  assert.equal(similar.headers.get('x-throughline-cache'), 'semantic-hit');
  assert.match(await similar.text(), /one mebibyte/);
  await accounted(3);
  while (caches.semantic.reports()['cached']?.shadowed !== 1) await new Promise((next) => setTimeout(next, 2));
  assert.deepEqual([provider.asked.length, caches.semantic.reports()['cached']?.falseHits], [2, 1]);
});

test('the rate of a key holds for kept answers too', async (context) => {
  const provider = await scriptedProvider(context, sendChat);
  let left = 2;
  const { url } = await openGateway(context, {
    cards: [testCard('a', provider.baseUrl)],
    config: { routes: { cached: { targets: [{ model: 'a' }], cache: { exact: {} } } } },
    limits: {
      reserve: () => {
        left -= 1;
        return left < 0
          ? err(serveFaults.fault('SERVE_BUSY', { running: 1, waiting: 1, retryAfter: 1 }))
          : ok({ settle: () => undefined });
      },
    },
  });
  const statuses: number[] = [];
  for (const _ of [1, 2, 3]) {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'cached', temperature: 0, messages: [{ role: 'user', content: 'Hi' }] }),
    });
    statuses.push(response.status);
    await response.text();
  }
  assert.deepEqual([statuses, provider.asked.length], [[200, 200, 429], 1]);
});

test('what a fallback said in an outage is not kept for the route', async (context) => {
  let isDown = true;
  const first = await scriptedProvider(context, (asked, response, count) =>
    isDown ? sendJson(response, '{}', { status: 500 }) : sendChat(asked, response, count),
  );
  const second = await scriptedProvider(context, sendChat);
  const { url } = await openGateway(context, {
    cards: [testCard('a', first.baseUrl), testCard('b', second.baseUrl)],
    config: {
      routes: { cached: { targets: [{ model: 'a' }, { model: 'b' }], retry: { retries: 0 }, cache: { exact: {} } } },
    },
  });
  const ask = async () => {
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'cached', temperature: 0, messages: [{ role: 'user', content: 'Hi' }] }),
    });
    await response.text();
    return [response.headers.get('x-throughline-cache'), response.headers.get('x-throughline-target')];
  };
  assert.deepEqual(await ask(), ['miss', 'b']);
  isDown = false;
  assert.deepEqual(await ask(), ['miss', 'a']);
  assert.deepEqual(await ask(), ['hit', 'a']);
});
