import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { after, test } from 'node:test';
import { z } from 'zod';
import type { ModelCard } from '../contract.ts';
import { scriptedCard, testProvider } from '../testing.ts';
import { openCompatibleChat, type CompatibleOptions } from './openai-compatible.ts';

type Handler = (body: string, response: ServerResponse, request: IncomingMessage) => void;

const handlers = new Map<string, Handler>();
const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (piece: string) => {
    body += piece;
  });
  request.on('end', () => handlers.get(request.url ?? '')?.(body, response, request));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => void server.close());
const address = server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;

let paths = 0;
const cardAt = (baseUrl: string, variable?: string): ModelCard => ({
  ...scriptedCard,
  id: 'remote',
  provider: 'openai-compatible',
  providerModel: 'remote-1',
  price: { input: 1, cachedInput: 0.5, output: 2 },
  endpoint: { baseUrl, ...(variable === undefined ? {} : { apiKeyEnv: variable }) },
});
const deps = {
  clock: { now: () => Date.now(), monotonic: () => performance.now() },
  http: { fetch: globalThis.fetch },
  environment: { read: (name: string) => (name === 'SET' ? 'secret' : undefined) },
};
const open = (handler: Handler, { variable, ...options }: CompatibleOptions & { readonly variable?: string } = {}) => {
  paths += 1;
  handlers.set(`/${paths}/v1/chat/completions`, handler);
  const card = cardAt(`http://127.0.0.1:${port}/${paths}/v1`, variable);
  return openCompatibleChat(deps, card, { firstWaitMs: 1, timeoutMs: 5000, ...options });
};

const usage = { prompt_tokens: 9, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 4 } };
const json = (response: ServerResponse, status: number, body: unknown): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
const whole = (message: unknown, finish = 'stop') => ({ choices: [{ message, finish_reason: finish }], usage });
const events = (response: ServerResponse, chunks: readonly unknown[], done = true): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const text = [...chunks.map((chunk) => JSON.stringify(chunk)), ...(done ? ['[DONE]'] : [])]
    .map((data) => `data: ${data}\n\n`)
    .join('');
  // Cut in the middle of events, as a network does.
  for (let start = 0; start < text.length; start += 17) response.write(text.slice(start, start + 17));
  response.end();
};
const delta = (content: unknown, finish: string | null = null) => ({
  choices: [{ delta: content, finish_reason: finish }],
});
const wantsStream = (body: string): boolean =>
  z.object({ stream: z.boolean().optional() }).parse(JSON.parse(body)).stream === true;

const speak = (body: string, response: ServerResponse): void => {
  if (!wantsStream(body)) return json(response, 200, whole({ content: 'Hello, reader.' }));
  events(response, [
    delta({ role: 'assistant', content: '' }),
    delta({ content: 'Hello, ' }),
    delta({ content: 'reader.' }),
    delta({}, 'stop'),
    { choices: [], usage },
  ]);
};
const request = { messages: [{ role: 'user', content: 'Hi' }], maxTokens: 10, temperature: 0 } as const;
const codeOf = async (model: ReturnType<typeof open>, onDelta?: (text: string) => void): Promise<string> => {
  const result = await model.complete(request, { ...(onDelta && { onDelta }) });
  return result.ok ? 'ok' : result.error.code;
};

testProvider({
  name: 'openai-compatible',
  open: async () => open(speak),
  openEmpty: async () => open((_, response) => json(response, 200, whole({ content: '' }))),
  openMalformedTools: async () =>
    open((_, response) =>
      json(
        response,
        200,
        whole(
          {
            content: null,
            tool_calls: [{ id: 'c1', type: 'function', function: { name: 'look_up', arguments: '{"word":' } }],
          },
          'tool_calls',
        ),
      ),
    ),
});

test('usage becomes a price, and the key goes into the header', async () => {
  let seen: string | undefined;
  const model = open(
    (body, response, { headers }) => {
      seen = headers.authorization;
      speak(body, response);
    },
    { variable: 'SET' },
  );
  const result = await model.complete(request, { onDelta: () => undefined });
  assert.ok(result.ok);
  assert.equal(seen, 'Bearer secret');
  assert.deepEqual(result.value.usage, { inputTokens: 9, cachedInputTokens: 4, outputTokens: 3 });
  assert.equal(result.value.costNano, 13_000);
});

test('the same model name on another server is another model', () => {
  const digestAt = (baseUrl: string) => openCompatibleChat(deps, cardAt(baseUrl)).digest;
  assert.notEqual(digestAt('https://one.example/v1'), digestAt('https://two.example/v1'));
});

test('streamed tool calls are put together by index', async () => {
  const part = (index: number, call: object) => delta({ tool_calls: [{ index, ...call }] });
  const model = open((_, response) =>
    events(response, [
      part(0, { id: 'a', function: { name: 'look_up', arguments: '{"wo' } }),
      part(1, { id: 'b', function: { name: 'other', arguments: '' } }),
      part(0, { function: { arguments: 'rd":"x"}' } }),
      delta({}, 'tool_calls'),
    ]),
  );
  const result = await model.complete(request, { onDelta: () => undefined });
  assert.ok(result.ok);
  assert.deepEqual(result.value.toolCalls, [
    { id: 'a', name: 'look_up', arguments: '{"word":"x"}' },
    { id: 'b', name: 'other', arguments: '{}' },
  ]);
  assert.equal(result.value.finishReason, 'tool-calls');
});

test('each kind of refusal is its own fault', async () => {
  let calls = 0;
  const answer = (status: number, body: unknown) =>
    open(
      (_, response) => {
        calls += 1;
        json(response, status, body);
      },
      { retries: 1 },
    );
  assert.equal(await codeOf(answer(401, { error: { message: 'bad key' } })), 'MODELS_UNAUTHORISED');
  assert.equal(await codeOf(answer(404, { error: 'no such model' })), 'MODELS_REFUSED');
  assert.equal(calls, 2, 'what cannot get better is not tried again');
  assert.equal(await codeOf(answer(429, {})), 'MODELS_RATE_LIMITED');
  assert.equal(await codeOf(answer(500, {})), 'MODELS_UNREACHABLE');
  assert.equal(await codeOf(answer(200, { hello: 1 })), 'MODELS_ANSWER_MALFORMED');
  assert.equal(await codeOf(open(speak, { variable: 'UNSET' })), 'MODELS_KEY_MISSING');
});

test('a rate limit is waited for, as long as the server asks', async () => {
  let calls = 0;
  const model = open((body, response) => {
    calls += 1;
    if (calls === 1) return void response.writeHead(429, { 'retry-after': '0.2' }).end('{}');
    speak(body, response);
  });
  const startedAt = performance.now();
  assert.equal(await codeOf(model), 'ok');
  assert.ok(performance.now() - startedAt >= 195);
});

test('a stream that breaks after text was told is not told again', async () => {
  let calls = 0;
  const told: string[] = [];
  const model = open((_, response) => {
    calls += 1;
    events(response, [delta({ content: 'Half' })], false);
  });
  assert.equal(await codeOf(model, (text) => told.push(text)), 'MODELS_ANSWER_MALFORMED');
  assert.deepEqual([calls, told], [1, ['Half']]);
});

test('an event that is not JSON, and a server that is not there', async () => {
  const broken = open(
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end('data: {"choices": [\n\n');
    },
    { retries: 0 },
  );
  assert.equal(await codeOf(broken, () => undefined), 'MODELS_ANSWER_MALFORMED');
  const silent = open(() => undefined, { retries: 0, timeoutMs: 50 });
  assert.equal(await codeOf(silent), 'MODELS_UNREACHABLE');
});

test('aborting in the middle of a stream rejects with the reason', async () => {
  const controller = new AbortController();
  const model = open((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(delta({ content: 'Hel' }))}\n\n`);
  });
  const answering = model.complete(request, {
    signal: controller.signal,
    onDelta: () => controller.abort(new Error('stop now')),
  });
  await assert.rejects(answering, /stop now/);
});
