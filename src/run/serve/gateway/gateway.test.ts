import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import OpenAI from 'openai';
import { testKey } from '#platform/byte-server/testing';
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

const one = async (context: TestContext, script: ProviderScript, rest: Partial<GatewayHarnessOptions> = {}) => {
  const { asked, baseUrl } = await scriptedProvider(context, script);
  const gateway = await openGateway(context, {
    cards: [testCard('small', baseUrl, { aliases: ['tiny'] })],
    config: { models: ['small'], routes: { fast: { targets: [{ model: 'small' }], retry: { baseMs: 1 } } } },
    ...rest,
  });
  const client = new OpenAI({ apiKey: 'test-key', baseURL: `${gateway.url}/v1`, maxRetries: 0 });
  return { ...gateway, asked, client };
};

const messages = [{ role: 'user' as const, content: 'Hi' }];

const post = (url: string, body: object | string, headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer test-key', 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const codeOf = async (response: Response): Promise<string> => JSON.parse(await response.text()).error.code;

test('the official client gets the provider’s answer, and the provider the client’s bytes with its own model name', async (context) => {
  const { client, asked, accounts, settled, accounted } = await one(context, sendChat);
  const { data, response } = await client.chat.completions
    .create({ model: 'fast', messages, logit_bias: { '1': 2 } })
    .withResponse();
  const [sent = assert.fail()] = asked;
  assert.equal(data.choices[0]?.message.content, 'Hello');
  assert.equal(sent.url, '/v1/chat/completions');
  assert.deepEqual(JSON.parse(sent.body), { model: 'provider-small', messages, logit_bias: { '1': 2 } });
  assert.equal(sent.headers.authorization, 'Bearer sk-test');
  assert.match(String(sent.headers['traceparent']), /^00-[\da-f]{32}-[\da-f]{16}-01$/);
  assert.equal(response.headers.get('x-throughline-target'), 'small');
  assert.equal(response.headers.get('x-throughline-attempts'), 'small=ok');
  await accounted(1);
  const [account = assert.fail()] = accounts;
  assert.equal(response.headers.get('x-throughline-trace-id'), account.traceId);
  assert.deepEqual([account.outcome, account.route, account.model, account.keyId], ['ok', 'fast', 'small', 'key-1']);
  assert.deepEqual([account.usage.inputTokens, account.usage.outputTokens, account.costNano], [10, 5, 20_000]);
  assert.deepEqual(settled, [{ tokens: 15, costNano: 20_000 }]);
});

test('a stream passes event by event; usage is asked for, accounted, and not shown to whom it is not for', async (context) => {
  const { client, asked, accounts, accounted } = await one(context, sendChat);
  const stream = await client.chat.completions.create({ model: 'tiny', messages, stream: true });
  const chunks = [];
  for await (const each of stream) chunks.push(each);
  assert.equal(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join(''), 'Hello there');
  assert.ok(
    chunks.every(({ choices }) => choices.length === 1),
    'no chunk without a choice',
  );
  assert.deepEqual(JSON.parse(asked[0]?.body ?? '').stream_options, { include_usage: true });
  await accounted(1);
  assert.deepEqual([accounts[0]?.usage.outputTokens, accounts[0]?.estimated], [5, false]);
});

test('who asks for usage in the stream gets the bytes as they are', async (context) => {
  const { url } = await one(context, sendChat);
  const response = await post(url, { model: 'fast', messages, stream: true, stream_options: { include_usage: true } });
  assert.equal(await response.text(), chatEvents(['Hello ', 'there']).join(''));
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  assert.equal(response.headers.get('cache-control'), 'no-cache, no-transform');
});

test('unknown models are somebody else’s, forbidden ones are 403, what is no JSON object is 400', async (context) => {
  const key = { ...testKey, models: ['tiny', 'other'] };
  const { url } = await one(context, sendChat, { key });
  assert.equal((await post(url, { model: 'tiny', messages })).status, 200);
  const forbidden = await post(url, { model: 'fast', messages });
  assert.deepEqual([forbidden.status, await codeOf(forbidden)], [403, 'SERVE_MODEL_FORBIDDEN']);
  assert.equal((await post(url, { model: 'other', messages })).status, 404);
  const broken = await post(url, '{"model":"fast",');
  assert.deepEqual([broken.status, await codeOf(broken)], [400, 'SERVE_REQUEST_INVALID']);
});

test('a retry follows a failure, and the answer says so', async (context) => {
  const { url, asked, accounts, accounted } = await one(context, (request, response, count) => {
    if (count === 1) sendJson(response, '{"error":{"message":"oops"}}', { status: 500 });
    else sendChat(request, response, count);
  });
  const response = await post(url, { model: 'fast', messages });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('x-throughline-attempts'), 'small=500-failed, small=ok');
  assert.equal(asked.length, 2);
  await accounted(1);
  assert.equal(accounts[0]?.attempts, 2);
});

test('errors about the request are the provider’s own words, asked once; others are ours, and not to be tried again', async (context) => {
  let [status, body] = [400, '{"error":{"message":"bad tool","param":"tools"}}'];
  const { url, asked } = await one(context, (_, response) => sendJson(response, body, { status }));
  const invalid = await post(url, { model: 'fast', messages });
  assert.deepEqual([invalid.status, await invalid.text(), asked.length], [400, body, 1]);
  [status, body] = [401, '{"error":{"message":"Incorrect API key sk-secret"}}'];
  const credentials = await post(url, { model: 'fast', messages });
  assert.equal(credentials.status, 502, 'our key being refused is not the client’s fault');
});

test('Retry-After is kept when it is short, and told to the client when it is long', async (context) => {
  let after = '0';
  const { url, asked } = await one(context, (request, response, count) => {
    if (count === 2) sendChat(request, response, count);
    else sendJson(response, '{}', { status: 429, headers: { 'retry-after': after } });
  });
  assert.equal((await post(url, { model: 'fast', messages })).status, 200);
  after = '3600';
  const limited = await post(url, { model: 'fast', messages });
  assert.deepEqual([limited.status, limited.headers.get('retry-after'), asked.length], [429, '3600', 3]);
});

test('what is no answer is not passed on as one', async (context) => {
  const scripts: readonly [string, boolean, ProviderScript][] = [
    ['half a JSON', false, (_, response) => sendJson(response, '{"choices":[')],
    ['a page', false, (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
    ['JSON for a stream', true, (_, response) => sendJson(response, chatAnswer('x'))],
    ['nothing', true, (_, response) => sendEvents(response, [])],
    ['an error event', true, (_, response) => sendEvents(response, ['data: {"error":{"message":"overloaded"}}\n\n'])],
    [
      'compressed although nobody asked',
      false,
      (_, response) => sendJson(response, 'xx', { headers: { 'content-encoding': 'gzip' } }),
    ],
  ];
  for (const [name, stream, script] of scripts) {
    const { url, asked } = await one(context, script);
    const response = await post(url, { model: 'fast', messages, stream });
    assert.equal(response.status, 502, name);
    assert.equal(response.headers.get('x-should-retry'), 'false', name);
    assert.ok(asked.length > 1, `${name} was tried again`);
  }
});
