import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { z } from 'zod';
import { modelCardSchema, type ModelCard } from '../contract.ts';
import type { WireDeps } from '../provider-wire.ts';
import { modelOf, partsOf, testWire, type OpenWire } from '../test-wire.ts';
import { createBedrockServer } from '../wire-servers/amazon-bedrock.ts';
import { eventMessage } from '../wire-servers/aws-event-stream.ts';
import { listenToWire } from '../wire-servers/testing.ts';
import { createWireServer, type WireScript } from '../wire-servers/wire-server.ts';
import { bedrockWire } from './amazon-bedrock.ts';

const price = { input: 3, cachedInput: 0.3, cacheWrite: 3.75, cacheWriteLong: 6, output: 15 };
const account = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'session/token==',
  region: 'eu-central-1',
};

const cardAt = (baseUrl: string, providerModel: string): ModelCard =>
  modelCardSchema.parse({
    id: 'on-bedrock',
    name: 'On Bedrock',
    task: 'chat',
    provider: 'amazon-bedrock',
    providerModel,
    licence: 'Proprietary',
    access: 'proprietary',
    residency: 'eu',
    contextTokens: 200_000,
    price,
    regions: ['eu-central-1', 'eu-west-1'],
    endpoint: { baseUrl },
  });

const depsWith = (variables: Readonly<Record<string, string>>): WireDeps => ({
  clock: { now: () => Date.now(), monotonic: () => performance.now() },
  http: { fetch: globalThis.fetch },
  environment: { read: (name) => variables[name] },
});
const signed = {
  AWS_ACCESS_KEY_ID: account.accessKeyId,
  AWS_SECRET_ACCESS_KEY: account.secretAccessKey,
  AWS_SESSION_TOKEN: account.sessionToken,
  AWS_REGION: 'us-east-1',
};
const bearer = { AWS_BEARER_TOKEN_BEDROCK: 'bedrock-api-key-good' };

const serverOf = (script: WireScript) =>
  createBedrockServer({ account, bearerTokens: ['bedrock-api-key-good'], script, now: () => Date.now() });

const openAs = (model: string, variables: Readonly<Record<string, string>>) => async (script: WireScript) => {
  const server = serverOf(script);
  const origin = await listenToWire({ after }, server);
  return { wire: bedrockWire, card: cardAt(origin, model), deps: depsWith(variables), calls: server.calls };
};

const nova = 'amazon.nova-pro-v1:0';
const claude = 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0';

const imageSchema = z.object({
  messages: z.array(
    z.object({
      content: z.array(z.object({ image: z.object({ source: z.object({ bytes: z.string() }) }).optional() })),
    }),
  ),
});
const imageIn = (body: unknown) => imageSchema.parse(body).messages[0]?.content[1]?.image?.source.bytes;

testWire({
  name: 'amazon-bedrock, signed',
  open: openAs(nova, signed),
  price,
  wrongDeps: () => depsWith({ ...signed, AWS_SECRET_ACCESS_KEY: 'another' }),
  tellsWait: false,
  imageIn,
  golden: [
    // 1000 at 3 and 50 at 15 dollars a million.
    { name: 'plain', usage: { inputTokens: 1000, cachedInputTokens: 0, outputTokens: 50 }, costNano: 3_750_000 },
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

testWire({
  name: 'amazon-bedrock, API key, Claude',
  open: openAs(claude, bearer),
  price,
  wrongDeps: () => depsWith({ AWS_BEARER_TOKEN_BEDROCK: 'bedrock-api-key-bad' }),
  tellsWait: false,
  imageIn,
  golden: [],
});

const prompt = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi.' }] }];

test('the server of the tests accepts what another implementation has signed', async () => {
  const server = serverOf(() => ({ text: ['Hello.'] }));
  const origin = await listenToWire({ after }, server);
  const theirs = (secretAccessKey: string) =>
    createAmazonBedrock({ ...account, secretAccessKey, apiKey: '', baseURL: origin }).languageModel(nova);
  const { content } = await theirs(account.secretAccessKey).doGenerate({ prompt });
  assert.equal(content[0]?.type, 'text');
  await assert.rejects(Promise.resolve(theirs('another').doGenerate({ prompt })), /signature/);
});

test('a prefix that should be kept becomes a cache point', async () => {
  const wire = await openAs(claude, signed)(() => ({ text: ['Hello.'] }));
  const cachePoint = { bedrock: { cachePoint: { type: 'default' } } };
  await modelOf(wire).doGenerate({
    prompt: [{ role: 'system', content: 'A long text.', providerOptions: cachePoint }, ...prompt],
  });
  const { system } = z.object({ system: z.array(z.json()) }).parse(wire.calls[0]?.body);
  assert.deepEqual(system, [{ text: 'A long text.' }, { cachePoint: { type: 'default' } }]);
});

test('an exception in the stream carries its status', async () => {
  const wire = await openAs(nova, signed)(() => ({ text: ['Hel'], ends: 'error' }));
  const failure = (await partsOf(modelOf(wire), { prompt })).find(({ type }) => type === 'error');
  assert.ok(failure?.type === 'error');
  const { statusCode, message } = z.object({ statusCode: z.number(), message: z.string() }).parse(failure.error);
  assert.deepEqual([statusCode, message], [429, 'Too many tokens, please wait.']);
});

const openBytes = async (pieces: readonly Uint8Array[]): Promise<OpenWire> => {
  const headers = { 'content-type': 'application/vnd.amazon.eventstream' };
  const server = createWireServer(() => new Response(Buffer.concat(pieces), { headers }));
  const origin = await listenToWire({ after }, server);
  return { wire: bedrockWire, card: cardAt(origin, nova), deps: depsWith(signed), calls: server.calls };
};

test('a wrong check sum, half a message and an impossible length end the stream with an error', async () => {
  const good = eventMessage('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hello' } });
  const flipped = Uint8Array.from(good, (byte, index) => (index === good.length - 8 ? byte ^ 1 : byte));
  const endless = Uint8Array.from([0x7f, 0xff, 0xff, 0xff, ...good.subarray(4)]);
  for (const bad of [flipped, good.subarray(0, 40), endless, Uint8Array.from([0, 0, 0, 1])]) {
    const wire = await openBytes([good, bad]);
    await assert.rejects(partsOf(modelOf(wire), { prompt }));
  }
});

test('the catalogue entry decides about the region, and the environment only where it is silent', async () => {
  const { environment } = depsWith(signed);
  const request = {
    method: 'POST',
    url: 'https://bedrock-runtime.eu-central-1.amazonaws.com/model/m/converse',
    headers: { 'content-type': 'application/json' },
    body: new Uint8Array(),
  } as const;
  const scopeOf = async (card: ModelCard) => {
    const result = await bedrockWire.sign({ ...depsWith(signed), environment }, card, request);
    return result.ok
      ? /Credential=[^/]+\/\d{8}\/([^/]+)\/bedrock/.exec(result.value.headers['authorization'] ?? '')?.[1]
      : '';
  };
  const { endpoint: _, ...card } = cardAt('http://unused.example', nova);
  assert.equal(await scopeOf(card), 'eu-central-1');
  assert.equal(await scopeOf({ ...card, endpoint: { region: 'eu-west-1' } }), 'eu-west-1');
  assert.equal(await scopeOf({ ...card, regions: [] }), 'us-east-1');
  const nowhere = await bedrockWire.sign(depsWith(bearer), { ...card, regions: [] }, request);
  assert.equal(nowhere.ok ? '' : nowhere.error.code, 'MODELS_SETTING_MISSING');
});

test('OpenAI models are reached in the dialect of OpenAI', () => {
  const card = cardAt('http://unused.example', 'openai.gpt-oss-120b-1:0');
  assert.deepEqual(bedrockWire.urls(card), { 'openai-chat': 'http://unused.example/openai/v1/chat/completions' });
  assert.deepEqual(bedrockWire.urls(cardAt('http://unused.example', nova)), {});
});
