import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { z } from 'zod';
import { testPassThrough } from '../test-pass-through.ts';
import { testProvider } from '../testing.ts';
import { testWire, type OpenWire } from '../test-wire.ts';
import { wireCard, wireDeps } from '../wire-card.ts';
import { createMistralServer } from '../wire-servers/mistral.ts';
import { listenToWire } from '../wire-servers/testing.ts';
import type { WireScript } from '../wire-servers/wire-server.ts';
import { openLanguageModel } from './language-model.ts';
import { mistralWire, openMistralEmbedding } from './mistral.ts';

const price = { input: 2, cachedInput: 0.2, output: 6 };

const openWith = async (script: WireScript, rest: Readonly<Record<string, unknown>> = {}): Promise<OpenWire> => {
  const server = createMistralServer({ apiKeys: ['good'], script });
  const baseUrl = `${await listenToWire({ after }, server)}/v1/`;
  const card = wireCard('mistral', { providerModel: 'mistral-large-2411', price, endpoint: { baseUrl }, ...rest });
  return { wire: mistralWire, card, deps: wireDeps({ MISTRAL_API_KEY: 'good' }), calls: server.calls };
};
const open = (script: WireScript) => openWith(script);

const imageSchema = z.object({
  messages: z.array(
    z.object({
      content: z.union([
        z.string(),
        z.array(z.looseObject({ image_url: z.union([z.string(), z.object({ url: z.string() })]).optional() })),
      ]),
    }),
  ),
});

testWire({
  name: 'mistral',
  open,
  price,
  wrongDeps: () => wireDeps({ MISTRAL_API_KEY: 'bad' }),
  kinds: { quota: 'credentials' },
  tellsWait: true,
  thinksAloud: false,
  imageIn: (body) => {
    const contents = imageSchema
      .parse(body)
      .messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
    const image = contents.find((part) => part.image_url !== undefined)?.image_url;
    return (typeof image === 'string' ? image : image?.url)?.replace('data:image/png;base64,', '');
  },
  golden: [
    // 1000 at 2 and 50 at 6 dollars a million.
    { name: 'plain', usage: { inputTokens: 1000, cachedInputTokens: 0, outputTokens: 50 }, costNano: 2_300_000 },
    // 360 at 2, 640 at 0.2, 50 at 6.
    { name: 'cached', usage: { inputTokens: 1000, cachedInputTokens: 640, outputTokens: 50 }, costNano: 1_148_000 },
  ],
});

testPassThrough({
  name: 'mistral, an embedding model',
  open: (script) => openWith(script, { task: 'embedding', dimensions: 8 }),
  dialects: ['openai-embeddings'],
  usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 0 },
});

testProvider({
  name: 'mistral',
  open: async () => {
    const { card, deps } = await open(() => ({ text: ['Hello, ', 'reader.'] }));
    return openLanguageModel(deps, { card, wire: mistralWire }, { retries: 0 });
  },
});

test('chat is translated, because Mistral refuses fields that it does not know', () => {
  assert.deepEqual(mistralWire.urls(wireCard('mistral', {})), {});
});

test('limits by the minute are read', () => {
  const headers = { 'x-ratelimit-remaining-req-minute': '717', 'x-ratelimit-remaining-tokens-minute': '4999911' };
  assert.deepEqual(mistralWire.readLimits(headers), { remainingRequests: 717, remainingTokens: 4_999_911 });
});

test('embeddings', async () => {
  const { card, deps } = await openWith(() => ({}), { task: 'embedding', dimensions: 8 });
  const result = await openMistralEmbedding(deps, card).embed(['one', 'two'], { kind: 'query' });
  assert.equal(result.ok && result.value.length, 2);
});
