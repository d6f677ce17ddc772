import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { z } from 'zod';
import { testPassThrough, passThrough } from '../test-pass-through.ts';
import { testProvider } from '../testing.ts';
import { testWire, type OpenWire } from '../test-wire.ts';
import { wireCard, wireDeps } from '../wire-card.ts';
import { createOpenAiServer } from '../wire-servers/openai.ts';
import { listenToWire } from '../wire-servers/testing.ts';
import type { WireScript } from '../wire-servers/wire-server.ts';
import { openLanguageModel } from './language-model.ts';
import { openAiWire, openOpenAiEmbedding } from './openai.ts';
import { thinkLittle } from './think-little.ts';

const price = { input: 1.25, cachedInput: 0.125, output: 10 };

const openWith = async (script: WireScript, rest: Readonly<Record<string, unknown>> = {}): Promise<OpenWire> => {
  const server = createOpenAiServer({ apiKeys: ['sk-good'], script });
  const baseUrl = `${await listenToWire({ after }, server)}/v1`;
  const card = wireCard('openai', { providerModel: 'gpt-4.1-mini', price, endpoint: { baseUrl }, ...rest });
  return { wire: openAiWire, card, deps: wireDeps({ OPENAI_API_KEY: 'sk-good' }), calls: server.calls };
};

const open = (script: WireScript) => openWith(script);

const usage = { inputTokens: 2000, cachedInputTokens: 1024, outputTokens: 300, reasoningTokens: 128 };

const imageSchema = z.object({
  input: z.array(
    z.object({ content: z.union([z.string(), z.array(z.looseObject({ image_url: z.string().optional() }))]) }),
  ),
});

testWire({
  name: 'openai',
  open,
  price,
  wrongDeps: () => wireDeps({ OPENAI_API_KEY: 'sk-bad' }),
  kinds: { quota: 'credentials' },
  tellsWait: true,
  imageIn: (body) => {
    const contents = imageSchema
      .parse(body)
      .input.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
    return contents.find((part) => part.image_url !== undefined)?.image_url?.replace('data:image/png;base64,', '');
  },
  golden: [
    // 1000 at 1.25 and 50 at 10 dollars a million.
    { name: 'plain', usage: { inputTokens: 1000, cachedInputTokens: 0, outputTokens: 50 }, costNano: 1_750_000 },
    // 976 at 1.25, 1024 at 0.125, 300 at 10.
    { name: 'cached and thought', usage, costNano: 4_348_000 },
  ],
});

testPassThrough({ name: 'openai', open, dialects: ['openai-chat', 'openai-responses'], usage });

testPassThrough({
  name: 'openai, an old model',
  open: (script) => openWith(script, { providerModel: 'gpt-3.5-turbo-instruct' }),
  dialects: ['openai-completions'],
  usage,
});

testPassThrough({
  name: 'openai, an embedding model',
  open: (script) => openWith(script, { task: 'embedding', dimensions: 8 }),
  dialects: ['openai-embeddings'],
  usage,
});

const chatOf = async (script: WireScript) => {
  const { card, deps } = await open(script);
  return openLanguageModel(deps, { card, wire: thinkLittle(openAiWire) }, { retries: 1, firstWaitMs: 1 });
};

testProvider({
  name: 'openai',
  open: () => chatOf(() => ({ text: ['Hello, ', 'reader.'] })),
  openEmpty: () => chatOf(() => ({ text: [''] })),
});

test('nothing that is translated stays with OpenAI, and models that think are asked for little', async () => {
  const wire = await openWith(() => ({ text: ['Hello.'] }), { providerModel: 'gpt-5-mini' });
  const model = openLanguageModel(wire.deps, { card: wire.card, wire: thinkLittle(openAiWire) });
  const result = await model.complete({ messages: [{ role: 'user', content: 'Hi' }], maxTokens: 5, temperature: 0 });
  assert.ok(result.ok, result.ok ? '' : result.error.why);
  const sent = z
    .object({ store: z.boolean(), max_output_tokens: z.number(), reasoning: z.object({ effort: z.string() }) })
    .parse(wire.calls[0]?.body);
  assert.deepEqual([sent.store, sent.max_output_tokens, sent.reasoning.effort], [false, 16, 'minimal']);
});

test('headers of the card go along, and limits are read', async () => {
  const wire = await open(() => ({ text: ['Hello.'] }));
  const endpoint = { ...wire.card.endpoint, headers: { 'openai-organization': 'org-1' } };
  const response = await passThrough({ ...wire, card: { ...wire.card, endpoint } }, 'openai-chat', false);
  assert.equal(wire.calls[0]?.headers['openai-organization'], 'org-1');
  assert.deepEqual(openAiWire.readLimits(Object.fromEntries(response.headers)), {
    remainingRequests: 499,
    remainingTokens: 199_987,
    resetMs: 3,
  });
});

test('embeddings are unit vectors of the length that the card says', async () => {
  const { card, deps } = await openWith(() => ({}), {
    task: 'embedding',
    providerModel: 'text-embedding-3-small',
    dimensions: 4,
  });
  const result = await openOpenAiEmbedding(deps, card).embed(['one', 'two'], { kind: 'query' });
  assert.ok(result.ok, result.ok ? '' : result.error.why);
  assert.deepEqual(
    result.value.map((vector) => vector.length),
    [4, 4],
  );
  assert.ok(Math.abs(Math.hypot(...(result.value[0] ?? [])) - 1) < 1e-6);
});
