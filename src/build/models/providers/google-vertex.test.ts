import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, test } from 'node:test';
import { z } from 'zod';
import { modelCardSchema, type ModelCard } from '../contract.ts';
import type { WireDeps } from '../provider-wire.ts';
import { modelOf, testWire, type OpenWire } from '../test-wire.ts';
import { createTokenServer } from '../wire-servers/google-token.ts';
import { createVertexServer } from '../wire-servers/google-vertex.ts';
import { listenToWire } from '../wire-servers/testing.ts';
import type { WireScript } from '../wire-servers/wire-server.ts';
import { createVertex } from './google-vertex.ts';

const pair = (): { readonly publicKey: string; readonly privateKey: string } => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
};
const [keys, otherKeys] = [pair(), pair()];
const clientEmail = 'gateway@our-project.iam.gserviceaccount.com';

const accountJson = (tokenUri: string, privateKey = keys.privateKey): string =>
  JSON.stringify({
    type: 'service_account',
    project_id: 'our-project',
    private_key_id: 'k1',
    private_key: privateKey,
    client_email: clientEmail,
    token_uri: tokenUri,
  });

const depsWith = (json: string): WireDeps => ({
  clock: { now: () => Date.now(), monotonic: () => performance.now() },
  http: { fetch: globalThis.fetch },
  environment: { read: (name) => (name === 'GOOGLE_APPLICATION_CREDENTIALS' ? '/keys/account.json' : undefined) },
  files: {
    read: async () => undefined,
    readText: async (path) => (path === '/keys/account.json' ? json : undefined),
    write: async () => {},
    glob: async () => [],
    exists: async () => true,
    size: async () => json.length,
    resolve: (path) => path,
  },
});

const price = { input: 3, cachedInput: 0.3, cacheWrite: 3.75, cacheWriteLong: 6, output: 15 };

const cardAt = (baseUrl: string, providerModel: string): ModelCard =>
  modelCardSchema.parse({
    id: 'on-vertex',
    name: 'On Vertex',
    task: 'chat',
    provider: 'google-vertex',
    providerModel,
    licence: 'Proprietary',
    access: 'proprietary',
    residency: 'eu',
    contextTokens: 200_000,
    price,
    regions: ['europe-west4'],
    endpoint: { baseUrl },
  });

const openAs =
  (model: string) =>
  async (script: WireScript): Promise<OpenWire> => {
    let tokenUri = '';
    const tokens = createTokenServer({
      publicKey: keys.publicKey,
      clientEmail,
      audience: () => tokenUri,
      now: () => Date.now(),
    });
    tokenUri = `${await listenToWire({ after }, tokens)}/token`;
    const { accepts } = tokens;
    const server = createVertexServer({ project: 'our-project', location: 'europe-west4', accepts, script });
    const origin = await listenToWire({ after }, server);
    const { wire } = createVertex();
    return { wire, card: cardAt(origin, model), deps: depsWith(accountJson(tokenUri)), calls: server.calls };
  };

/** The same account, signed for with a private key that is not its own. */
const wrongDeps = (deps: WireDeps): WireDeps => ({
  ...deps,
  environment: { read: () => '/keys/other.json' },
  ...(deps.files === undefined
    ? {}
    : {
        files: {
          ...deps.files,
          readText: async () => {
            const account = z
              .object({ token_uri: z.string() })
              .parse(JSON.parse((await deps.files?.readText('/keys/account.json')) ?? ''));
            return accountJson(account.token_uri, otherKeys.privateKey);
          },
        },
      }),
});

const inlineSchema = z.object({
  contents: z.array(z.object({ parts: z.array(z.object({ inlineData: z.object({ data: z.string() }).optional() })) })),
});
const sourceSchema = z.object({
  messages: z.array(z.object({ content: z.array(z.object({ source: z.object({ data: z.string() }).optional() })) })),
});

testWire({
  name: 'google-vertex, Gemini',
  open: openAs('gemini-2.5-flash'),
  price,
  wrongDeps,
  tellsWait: true,
  imageIn: (body) => inlineSchema.parse(body).contents[0]?.parts[1]?.inlineData?.data,
  golden: [
    // 400 at 3, 600 at 0.3, 30 said and 20 thought at 15 dollars a million.
    {
      name: 'cached and thought',
      usage: { inputTokens: 1000, cachedInputTokens: 600, outputTokens: 50, reasoningTokens: 20 },
      costNano: 2_130_000,
    },
  ],
});

testWire({
  name: 'google-vertex, Claude',
  open: openAs('claude-sonnet-4-5@20250929'),
  price,
  wrongDeps,
  tellsWait: true,
  imageIn: (body) => sourceSchema.parse(body).messages[0]?.content[1]?.source?.data,
  golden: [
    // 200 at 3, 600 read at 0.3, 200 written at 3.75, 50 at 15.
    {
      name: 'cached',
      usage: { inputTokens: 1000, cachedInputTokens: 600, cacheWriteTokens: 200, outputTokens: 50 },
      costNano: 2_280_000,
    },
    // 200 at 3, 600 read at 0.3, 50 written for minutes at 3.75 and 150 for an hour at 6, 50 at 15.
    {
      name: 'cached for an hour',
      usage: {
        inputTokens: 1000,
        cachedInputTokens: 600,
        cacheWriteTokens: 200,
        cacheWriteLongTokens: 150,
        outputTokens: 50,
      },
      costNano: 2_617_500,
    },
  ],
});

const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi.' }] }];

test('addresses hold the project and the region of the entry', async () => {
  const wire = await openAs('gemini-2.5-flash')(() => ({ text: ['Hello.'] }));
  await modelOf(wire).doGenerate({ prompt });
  assert.equal(
    wire.calls[0]?.path,
    '/v1beta1/projects/our-project/locations/europe-west4/publishers/google/models/gemini-2.5-flash:generateContent',
  );
  const elsewhere = { ...wire.card, endpoint: { ...wire.card.endpoint, project: 'another' } };
  await assert.rejects(
    Promise.resolve(modelOf({ ...wire, card: elsewhere }).doGenerate({ prompt })),
    /denied on resource/,
  );
});

test('where no address is given, the region names the host', () => {
  const { wire } = createVertex();
  const { endpoint: _, ...card } = cardAt('http://unused.example', 'google/gemini-2.5-flash');
  const urlIn = (region: string) =>
    new URL(wire.urls({ ...card, endpoint: { project: 'p', region } })['openai-chat'] ?? 'none:').host;
  assert.deepEqual(['europe-west4', 'eu', 'global'].map(urlIn), [
    'europe-west4-aiplatform.googleapis.com',
    'aiplatform.eu.rep.googleapis.com',
    'aiplatform.googleapis.com',
  ]);
  assert.deepEqual(wire.urls(card), {}, 'an address without a project is none');
});

test('a file that the library wants to fetch itself gets no credentials and no request', async () => {
  const wire = await openAs('gemini-3-pro-preview')(() => ({ text: ['Hello.'] }));
  const call = { toolCallId: 'call-1', toolName: 'look' };
  const url = new URL('http://127.0.0.1:9/secret.png');
  const file = { type: 'file', mediaType: 'image/png', data: { type: 'url', url } } as const;
  await assert.rejects(
    Promise.resolve(
      modelOf(wire).doGenerate({
        prompt: [
          ...prompt,
          { role: 'assistant', content: [{ type: 'tool-call', ...call, input: {} }] },
          { role: 'tool', content: [{ type: 'tool-result', ...call, output: { type: 'content', value: [file] } }] },
        ],
      }),
    ),
  );
  assert.equal(wire.calls.length, 0);
});
