import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { z } from 'zod';
import type { Usage } from '../contract.ts';
import { testPassThrough } from '../test-pass-through.ts';
import { testProvider } from '../testing.ts';
import { testWire, type OpenWire } from '../test-wire.ts';
import { wireCard, wireDeps } from '../wire-card.ts';
import { compatibleServers } from '../wire-servers/compatible-flavours.ts';
import { createCompatibleServer } from '../wire-servers/compatible.ts';
import { listenToWire } from '../wire-servers/testing.ts';
import type { WireScript } from '../wire-servers/wire-server.ts';
import { compatiblePresets, type CompatiblePreset } from './compatible-presets.ts';
import { compatibleWire, openPresetEmbedding, openPresetRerank } from './compatible-wire.ts';
import { openCompatibleChat } from './openai-compatible.ts';

type Name = keyof typeof compatiblePresets;
const names = ['ollama', 'vllm', 'llama-cpp', 'lm-studio', 'together', 'groq', 'openrouter'] as const;

const price = { input: 1, cachedInput: 0.5, output: 2 };
const usage: Usage = { inputTokens: 100, cachedInputTokens: 40, outputTokens: 30, reasoningTokens: 10 };
const variableOf = (preset: CompatiblePreset): string => preset.keyVariables[0] ?? '';

const openWith =
  (name: Name, rest: Readonly<Record<string, unknown>> = {}) =>
  async (script: WireScript): Promise<OpenWire> => {
    const preset: CompatiblePreset = compatiblePresets[name];
    const server = createCompatibleServer({ name, apiKeys: ['good'], script });
    const baseUrl = `${await listenToWire({ after }, server)}${compatibleServers[name].base}`;
    const card = wireCard(name, { price, endpoint: { baseUrl }, ...rest });
    const deps = wireDeps({ [variableOf(preset)]: 'good', OURS: 'good' });
    return { wire: compatibleWire(preset), card, deps, calls: server.calls };
  };

const imageSchema = z.object({
  messages: z.array(
    z.object({
      content: z.union([z.string(), z.array(z.looseObject({ image_url: z.object({ url: z.string() }).optional() }))]),
    }),
  ),
});
const imageIn = (body: unknown): unknown => {
  const contents = imageSchema
    .parse(body)
    .messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  return contents.find((part) => part.image_url !== undefined)?.image_url?.url.replace('data:image/png;base64,', '');
};

for (const name of names) {
  const preset: CompatiblePreset = compatiblePresets[name];
  testWire({
    name,
    // A card that names the variable means it: the key is then needed.
    open: async (script) => {
      const wire = await openWith(name)(script);
      return { ...wire, card: { ...wire.card, endpoint: { ...wire.card.endpoint, apiKeyEnv: 'OURS' } } };
    },
    price,
    wrongDeps: () => wireDeps({ OURS: 'bad' }),
    kinds: { quota: 'credentials' },
    tellsWait: preset.needsKey,
    imageIn,
    // 60 at 1, 40 at 0.5, 30 at 2 dollars a million.
    golden: [{ name: 'cached and thought', usage, costNano: 140_000 }],
  });
  testPassThrough({ name, open: openWith(name), dialects: ['openai-chat'], usage });
  testProvider({
    name: `${name}, the strategies' way`,
    open: async () => {
      const { card, deps } = await openWith(name)(() => ({ text: ['Hello, ', 'reader.'] }));
      return openCompatibleChat(deps, card, { preset, retries: 0 });
    },
  });
}

for (const name of ['vllm', 'llama-cpp', 'together'] as const) {
  const open = openWith(name, { task: 'rerank' });
  testPassThrough({ name: `${name}, a reranker`, open, dialects: ['rerank'], usage });
  test(`${name}: a reranker scores documents in the order given, from 0 to 1`, async () => {
    const { card, deps } = await open(() => ({}));
    const opened = openPresetRerank(compatiblePresets[name], deps, card);
    assert.ok(opened.ok);
    const ranked = await opened.value.rank('red apple', ['a pear', 'a red apple', 'an apple']);
    assert.ok(ranked.ok, ranked.ok ? '' : ranked.error.why);
    const [pear = 0, both = 0, apple = 0] = ranked.value;
    assert.ok(both > apple && apple > pear && both <= 1 && pear >= 0);
  });
}

for (const name of ['ollama', 'openrouter'] as const) {
  testPassThrough({ name, open: openWith(name), dialects: ['openai-completions'], usage: { ...usage } });
  test(`${name}: embeddings`, async () => {
    const { card, deps } = await openWith(name, { task: 'embedding', dimensions: 8 })(() => ({}));
    const opened = openPresetEmbedding(compatiblePresets[name], deps, card);
    const result = opened.ok ? await opened.value.embed(['one', 'two'], { kind: 'query' }) : opened;
    assert.equal(result.ok && result.value.length, 2);
  });
}

test('a server of one’s own needs no key; a hosted one does; nobody goes without a place', async () => {
  const complete = async (name: Name, rest: Readonly<Record<string, unknown>>) => {
    const model = openCompatibleChat(wireDeps({}), wireCard(name, rest), {
      preset: compatiblePresets[name],
      retries: 0,
    });
    const result = await model.complete({ messages: [{ role: 'user', content: 'Hi' }], maxTokens: 5, temperature: 0 });
    return result.ok ? 'ok' : result.error.code;
  };
  const server = createCompatibleServer({ name: 'ollama', apiKeys: [], script: () => ({ text: ['Hello.'] }) });
  const baseUrl = `${await listenToWire({ after }, server)}/v1`;
  assert.equal(await complete('ollama', { endpoint: { baseUrl } }), 'ok');
  assert.equal(server.calls[0]?.headers['authorization'], undefined);
  assert.equal(await complete('groq', {}), 'MODELS_KEY_MISSING');
  assert.equal(await complete('openai-compatible', {}), 'MODELS_BASE_URL_MISSING');
});

test('every preset says where its wire is', () => {
  const urlOf = (name: Name) => compatibleWire(compatiblePresets[name]).urls(wireCard(name, {}))['openai-chat'];
  assert.deepEqual(
    names.map((name) => urlOf(name)),
    [
      'http://127.0.0.1:11434/v1/chat/completions',
      'http://127.0.0.1:8000/v1/chat/completions',
      'http://127.0.0.1:8080/v1/chat/completions',
      'http://127.0.0.1:1234/v1/chat/completions',
      'https://api.together.xyz/v1/chat/completions',
      'https://api.groq.com/openai/v1/chat/completions',
      'https://openrouter.ai/api/v1/chat/completions',
    ],
  );
  assert.equal(urlOf('openai-compatible'), undefined);
});
