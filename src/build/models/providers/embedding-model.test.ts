import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, test } from 'node:test';
import { modelCardSchema, type ModelCard } from '../contract.ts';
import type { EmbeddingModel } from '../port.ts';
import type { WireDeps } from '../provider-wire.ts';
import { createBedrockServer } from '../wire-servers/amazon-bedrock.ts';
import { createGoogleServer } from '../wire-servers/google.ts';
import { createTokenServer } from '../wire-servers/google-token.ts';
import { createVertexServer } from '../wire-servers/google-vertex.ts';
import { listenToWire } from '../wire-servers/testing.ts';
import type { SeenCall, WireAnswer, WireRefusal, WireScript } from '../wire-servers/wire-server.ts';
import { openBedrockEmbedding } from './amazon-bedrock.ts';
import { openGoogleEmbedding } from './google.ts';
import { createVertex } from './google-vertex.ts';

const dimensions = 256;

const cardAt = (baseUrl: string, providerModel: string): ModelCard =>
  modelCardSchema.parse({
    id: 'vectors',
    name: 'Vectors',
    task: 'embedding',
    provider: 'google',
    providerModel,
    licence: 'Proprietary',
    access: 'proprietary',
    residency: 'us',
    contextTokens: 2048,
    dimensions,
    price: { input: 0.15, cachedInput: 0.15, output: 0 },
    regions: ['us-central1'],
    endpoint: { baseUrl },
  });

const depsWith = (variables: Readonly<Record<string, string>>): WireDeps => ({
  clock: { now: () => Date.now(), monotonic: () => performance.now() },
  http: { fetch: globalThis.fetch },
  environment: { read: (name) => variables[name] },
});

interface Opened {
  readonly model: EmbeddingModel;
  readonly calls: readonly SeenCall[];
}

const openGoogle = async (script: WireScript): Promise<Opened> => {
  const server = createGoogleServer({ apiKeys: ['AIzaGood'], script, dimensions });
  const origin = await listenToWire({ after }, server);
  const card = cardAt(`${origin}/v1beta`, 'gemini-embedding-001');
  return { model: openGoogleEmbedding(depsWith({ GEMINI_API_KEY: 'AIzaGood' }), card), calls: server.calls };
};

const openVertex = async (script: WireScript): Promise<Opened> => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  let uri = '';
  const tokens = createTokenServer({
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    clientEmail: 'me@project',
    audience: () => uri,
    now: () => Date.now(),
  });
  uri = `${await listenToWire({ after }, tokens)}/token`;
  const { accepts } = tokens;
  const server = createVertexServer({ project: 'p', location: 'us-central1', accepts, script, dimensions });
  const origin = await listenToWire({ after }, server);
  const account = {
    type: 'service_account',
    project_id: 'p',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    client_email: 'me@project',
    token_uri: uri,
  };
  const deps = depsWith({ GOOGLE_SERVICE_ACCOUNT_JSON: JSON.stringify(account) });
  const { openEmbedding } = createVertex();
  return { model: openEmbedding(deps, cardAt(origin, 'text-embedding-005')), calls: server.calls };
};

const openBedrock =
  (providerModel: string) =>
  async (script: WireScript): Promise<Opened> => {
    const account = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'us-central1' };
    const server = createBedrockServer({ account, script, now: () => Date.now(), dimensions });
    const origin = await listenToWire({ after }, server);
    const deps = depsWith({ AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' });
    return { model: openBedrockEmbedding(deps, cardAt(origin, providerModel)), calls: server.calls };
  };

interface Provider {
  readonly open: (script: WireScript) => Promise<Opened>;
  readonly calls: number;
  readonly count?: number;
}

const providers = {
  google: { open: openGoogle, calls: 3 },
  'google-vertex': { open: openVertex, calls: 9 },
  'amazon-bedrock, Titan': { open: openBedrock('amazon.titan-embed-text-v2:0'), calls: 30, count: 30 },
  'amazon-bedrock, Cohere': { open: openBedrock('cohere.embed-multilingual-v3'), calls: 3 },
};

const said: WireAnswer = { text: [] };
const passages = Array.from({ length: 210 }, (_, index) => `passage ${index}`);

for (const [name, { open, calls: expected, count = 210 }] of Object.entries<Provider>(providers))
  test(`${name}: unit vectors in order, in as many calls as needed`, async () => {
    const { model, calls } = await open(() => said);
    const texts = passages.slice(0, count);
    const all = await model.embed(texts, { kind: 'passage' });
    assert.ok(all.ok, all.ok ? '' : all.error.why);
    assert.equal(calls.length, expected);
    const alone = await model.embed(texts.slice(27, 28), { kind: 'passage' });
    assert.ok(alone.ok);
    assert.deepEqual(all.value[27], alone.value[0]);
    const lengths = all.value.map((vector) => vector.reduce((sum, value) => sum + value * value, 0));
    assert.ok(lengths.every((length) => Math.abs(length - 1) < 1e-4));
    assert.equal(all.value[0]?.length, dimensions);
  });

for (const name of ['google', 'google-vertex', 'amazon-bedrock, Cohere'] as const)
  test(`${name}: a question is embedded as one`, async () => {
    const { model } = await providers[name].open(() => said);
    const [query, passage] = [
      await model.embed(['the same'], { kind: 'query' }),
      await model.embed(['the same'], { kind: 'passage' }),
    ];
    assert.ok(query.ok && passage.ok);
    assert.notDeepEqual(query.value, passage.value);
  });

const codeOf = async ({ model }: Opened): Promise<string> => {
  const result = await model.embed(['a text'], { kind: 'query' });
  return result.ok ? 'ok' : result.error.code;
};

test('what can get better is tried again, after the wait that was asked for', async () => {
  let calls = 0;
  const script = (): WireAnswer | WireRefusal => {
    calls += 1;
    return calls === 1 ? { refuse: 'limit', retryAfterMs: 100 } : said;
  };
  const startedAt = performance.now();
  assert.equal(await codeOf(await openGoogle(script)), 'ok');
  assert.ok(calls === 2 && performance.now() - startedAt >= 100);
});

test('what cannot get better is a fault at once', async () => {
  for (const [refuse, code] of [
    ['invalid', 'MODELS_REFUSED'],
    ['context', 'MODELS_PROMPT_TOO_LONG'],
  ] as const) {
    const opened = await openBedrock('amazon.titan-embed-text-v2:0')(() => ({ refuse }));
    assert.equal(await codeOf(opened), code);
    assert.equal(opened.calls.length, 1);
  }
});

test('an aborted call rejects with the reason of the signal', async () => {
  const { model } = await openGoogle(() => said);
  const reason = new Error('no longer needed');
  await assert.rejects(model.embed(passages, { kind: 'passage', signal: AbortSignal.abort(reason) }), reason);
});
