import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { z } from 'zod';
import { testPassThrough } from '../test-pass-through.ts';
import { testProvider } from '../testing.ts';
import { modelOf, testWire, type OpenWire } from '../test-wire.ts';
import { wireCard, wireDeps } from '../wire-card.ts';
import { azureFilterProblem, createAzureServer } from '../wire-servers/azure-openai.ts';
import { listenToWire } from '../wire-servers/testing.ts';
import type { WireScript } from '../wire-servers/wire-server.ts';
import { azureOpenAiWire, openAzureEmbedding } from './azure-openai.ts';
import { openLanguageModel } from './language-model.ts';

const price = { input: 0.4, cachedInput: 0.1, output: 1.6 };
const usage = { inputTokens: 1000, cachedInputTokens: 600, outputTokens: 50, reasoningTokens: 10 };

const openWith =
  (rest: Readonly<Record<string, unknown>>) =>
  async (script: WireScript): Promise<OpenWire> => {
    const server = createAzureServer({
      apiKeys: ['good'],
      deployments: ['our-mini'],
      apiVersions: ['2024-10-21'],
      script,
    });
    const baseUrl = await listenToWire({ after }, server);
    const card = wireCard('azure-openai', {
      providerModel: 'gpt-4.1-mini',
      price,
      endpoint: { baseUrl, deployment: 'our-mini', ...rest },
    });
    return { wire: azureOpenAiWire, card, deps: wireDeps({ AZURE_OPENAI_API_KEY: 'good' }), calls: server.calls };
  };

const imageSchema = z.object({
  messages: z.array(
    z.object({
      content: z.union([z.string(), z.array(z.looseObject({ image_url: z.object({ url: z.string() }).optional() }))]),
    }),
  ),
});

const kinds = { quota: 'credentials' } as const;

for (const [name, rest] of [
  ['azure-openai', {}],
  ['azure-openai, a version', { apiVersion: '2024-10-21' }],
] as const)
  testWire({
    name,
    open: openWith(rest),
    price,
    wrongDeps: () => wireDeps({ AZURE_OPENAI_API_KEY: 'bad' }),
    kinds,
    tellsWait: true,
    thinksAloud: false,
    imageIn: (body) => {
      const contents = imageSchema
        .parse(body)
        .messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
      return contents
        .find((part) => part.image_url !== undefined)
        ?.image_url?.url.replace('data:image/png;base64,', '');
    },
    golden: [
      // 400 at 0.4, 600 at 0.1, 50 at 1.6 dollars a million.
      { name: 'cached and thought', usage, costNano: 300_000 },
    ],
  });

testPassThrough({ name: 'azure-openai', open: openWith({}), dialects: ['openai-chat', 'openai-responses'], usage });
testPassThrough({
  name: 'azure-openai, a version',
  open: openWith({ apiVersion: '2024-10-21' }),
  dialects: ['openai-chat'],
  usage,
});

testProvider({
  name: 'azure-openai',
  open: async () => {
    const { card, deps } = await openWith({})(() => ({ text: ['Hello, ', 'reader.'] }));
    return openLanguageModel(deps, { card, wire: azureOpenAiWire }, { retries: 0 });
  },
});

test('the place may be in the environment; without any place there is a fault', async () => {
  const wire = await openWith({})(() => ({ text: ['Hello.'] }));
  const { baseUrl = '', ...endpoint } = wire.card.endpoint ?? {};
  const card = { ...wire.card, endpoint };
  const deps = wireDeps({ AZURE_OPENAI_API_KEY: 'good', AZURE_OPENAI_ENDPOINT: `${baseUrl}/` });
  assert.deepEqual(azureOpenAiWire.urls(card), {});
  const { content } = await modelOf({ ...wire, card, deps }).doGenerate({
    prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
  });
  assert.equal(content[0]?.type, 'text');
  const opened = azureOpenAiWire.languageModel?.(wireDeps({ AZURE_OPENAI_API_KEY: 'good' }), card);
  assert.equal(opened?.ok === false && opened.error.code, 'MODELS_SETTING_MISSING');
});

test('AI Foundry is the same behind its own host, with or without the path', () => {
  const at = (baseUrl: string) =>
    azureOpenAiWire.urls(wireCard('azure-openai', { endpoint: { baseUrl } }))['openai-chat'];
  const expected = 'https://us.services.ai.azure.com/openai/v1/chat/completions';
  assert.equal(at('https://us.services.ai.azure.com/'), expected);
  assert.equal(at('https://us.services.ai.azure.com/openai/v1'), expected);
});

test('a deployment that is not there is another target’s turn, a filtered prompt is nobody’s', async () => {
  const wire = await openWith({ deployment: 'gone' })(() => ({}));
  const read = async (response: Response) =>
    azureOpenAiWire.readError(response.status, {}, new Uint8Array(await response.arrayBuffer())).kind;
  const { deps, card } = wire;
  const model = openLanguageModel(deps, { card, wire: azureOpenAiWire }, { retries: 0 });
  const result = await model.complete({ messages: [{ role: 'user', content: 'Hi' }], maxTokens: 5, temperature: 0 });
  assert.equal(result.ok ? '' : result.error.code, 'MODELS_UNAUTHORISED');
  assert.equal(await read(azureFilterProblem().response), 'policy');
});

test('embeddings go to their deployment', async () => {
  const { card, deps, calls } = await openWith({ apiVersion: '2024-10-21' })(() => ({}));
  const opened = openAzureEmbedding(deps, { ...card, task: 'embedding', dimensions: 8 });
  assert.ok(opened.ok);
  const result = await opened.value.embed(['one'], { kind: 'passage' });
  assert.ok(result.ok, result.ok ? '' : result.error.why);
  assert.equal(calls[0]?.path, '/openai/deployments/our-mini/embeddings?api-version=2024-10-21');
});
