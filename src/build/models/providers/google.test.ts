import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { z } from 'zod';
import { modelCardSchema, type ModelCard } from '../contract.ts';
import { testWire, type OpenWire } from '../test-wire.ts';
import { createGoogleServer } from '../wire-servers/google.ts';
import { listenToWire } from '../wire-servers/testing.ts';
import type { WireScript } from '../wire-servers/wire-server.ts';
import { createUsageReader } from '../usage/create-usage-reader.ts';
import { costOf } from '../cost-of.ts';
import { googleWire } from './google.ts';
import { openLanguageModel } from './language-model.ts';
import { thinkLittle } from './think-little.ts';

const price = { input: 0.3, cachedInput: 0.075, output: 2.5 };

const cardAt = (origin: string): ModelCard =>
  modelCardSchema.parse({
    id: 'gemini',
    name: 'Gemini',
    task: 'chat',
    provider: 'google',
    providerModel: 'gemini-2.5-flash',
    licence: 'Proprietary',
    access: 'proprietary',
    residency: 'us',
    contextTokens: 1_048_576,
    price,
    endpoint: { baseUrl: `${origin}/v1beta` },
  });

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const depsWith = (key: string) => ({
  clock,
  http: { fetch: globalThis.fetch },
  environment: { read: (name: string) => (name === 'GEMINI_API_KEY' ? key : undefined) },
});

const open = async (script: WireScript): Promise<OpenWire> => {
  const server = createGoogleServer({ apiKeys: ['AIzaGood'], script });
  const origin = await listenToWire({ after }, server);
  return { wire: googleWire, card: cardAt(origin), deps: depsWith('AIzaGood'), calls: server.calls };
};

const imageSchema = z.object({
  contents: z.array(z.object({ parts: z.array(z.object({ inlineData: z.object({ data: z.string() }).optional() })) })),
});

testWire({
  name: 'google',
  open,
  price,
  wrongDeps: () => depsWith('AIzaBad'),
  tellsWait: true,
  imageIn: (body) => imageSchema.parse(body).contents[0]?.parts[1]?.inlineData?.data,
  golden: [
    // 1000 at 0.3 and 50 at 2.5 dollars a million.
    { name: 'plain', usage: { inputTokens: 1000, cachedInputTokens: 0, outputTokens: 50 }, costNano: 425_000 },
    // 400 at 0.3, 600 at 0.075, 50 at 2.5.
    { name: 'cached', usage: { inputTokens: 1000, cachedInputTokens: 600, outputTokens: 50 }, costNano: 290_000 },
    // 1000 at 0.3, 30 said and 405 thought at 2.5.
    {
      name: 'thought',
      usage: { inputTokens: 1000, cachedInputTokens: 0, outputTokens: 435, reasoningTokens: 405 },
      costNano: 1_387_500,
    },
  ],
});

const passThrough = async ({ deps, card }: OpenWire, stream: boolean) => {
  const url = googleWire.urls(card)['openai-chat'] ?? '';
  const body = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'Hi.' }] };
  const asked = stream ? { ...body, stream, stream_options: { include_usage: true } } : body;
  const signed = await googleWire.sign(deps, card, {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(asked)),
  });
  assert.ok(signed.ok);
  return fetch(signed.value.url, {
    method: 'POST',
    headers: signed.value.headers,
    body: new Uint8Array(signed.value.body),
  });
};

test('clients of the OpenAI dialect pass through, and thoughts are paid for', async () => {
  const usage = { inputTokens: 20, cachedInputTokens: 10, outputTokens: 533, reasoningTokens: 382 };
  const wire = await open(() => ({ text: ['Hel', 'lo.'], usage }));
  for (const stream of [false, true]) {
    const response = await passThrough(wire, stream);
    const reader = createUsageReader('openai-chat', response.headers.get('content-type') ?? '');
    reader.push(new Uint8Array(await response.arrayBuffer()));
    const { usage: read, finished } = reader.read();
    assert.deepEqual([read, finished], [usage, true]);
    // 10 at 0.3, 10 at 0.075, 533 at 2.5 dollars a million.
    assert.equal(read && costOf({ price }, read), 1_336_250);
  }
  assert.equal(wire.calls[0]?.headers['x-goog-api-key'], undefined);
});

test('errors of the OpenAI-compatible endpoint stand in an array, and are read all the same', async () => {
  const wire = await open(() => ({ refuse: 'limit', retryAfterMs: 34_075 }));
  const response = await passThrough(wire, true);
  const body = new Uint8Array(await response.arrayBuffer());
  assert.equal(Buffer.from(body).toString().startsWith('['), true);
  const { kind, retryAfterMs } = googleWire.readError(response.status, {}, body);
  assert.deepEqual([kind, retryAfterMs], ['limit', 34_075]);
});

test('what is no error of Google is read by its status', () => {
  const kindOf = (status: number, body: string) => googleWire.readError(status, {}, Buffer.from(body)).kind;
  assert.deepEqual(
    [kindOf(502, '<html>Bad gateway</html>'), kindOf(429, ''), kindOf(404, '{"error":"x"}'), kindOf(503, '[]')],
    ['failed', 'limit', 'invalid', 'overloaded'],
  );
  const blocked = { error: { code: 400, message: 'User location is not supported for the API use.', status: 'X' } };
  assert.equal(kindOf(400, JSON.stringify(blocked)), 'credentials');
});

test('strategies, whose answers are short, get models that think little', async () => {
  const wire = await open(() => ({ text: ['Hello.'] }));
  const thinkingSchema = z.object({
    generationConfig: z.object({ thinkingConfig: z.object({ thinkingBudget: z.number() }).optional() }),
  });
  const budgetOf = async (providerModel: string) => {
    const model = openLanguageModel(wire.deps, { card: { ...wire.card, providerModel }, wire: thinkLittle(wire.wire) });
    const result = await model.complete({
      messages: [{ role: 'user', content: 'Hi.' }],
      maxTokens: 200,
      temperature: 0,
    });
    assert.ok(result.ok);
    return thinkingSchema.parse(wire.calls.at(-1)?.body).generationConfig.thinkingConfig?.thinkingBudget;
  };
  assert.equal(await budgetOf('gemini-2.5-flash'), 0);
  assert.equal(await budgetOf('gemini-2.5-pro'), 128);
  assert.equal(await budgetOf('gemini-2.0-flash'), undefined);
});
