import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
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
