import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { modelCardSchema } from '../contract.ts';
import type { WireDeps } from '../provider-wire.ts';
import { createTokenServer, type TokenServerOptions } from '../wire-servers/google-token.ts';
import { createTokenSource } from './google-token.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
const tokenUri = 'https://oauth2.example/token';
const account = {
  type: 'service_account',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  client_email: 'gateway@our-project.iam.gserviceaccount.com',
  token_uri: tokenUri,
};
const card = modelCardSchema.parse({
  id: 'on-vertex',
  name: 'On Vertex',
  task: 'chat',
  provider: 'google-vertex',
  providerModel: 'gemini-2.5-flash',
  licence: 'Proprietary',
  access: 'proprietary',
  residency: 'eu',
  contextTokens: 1000,
  price: { input: 0, cachedInput: 0, output: 0 },
});

const world = (options: Partial<TokenServerOptions> = {}, value = JSON.stringify(account)) => {
  let milliseconds = Date.parse('2026-11-23T10:00:00Z');
  const server = createTokenServer({
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    clientEmail: account.client_email,
    audience: () => tokenUri,
    now: () => milliseconds,
    ...options,
  });
  const deps: WireDeps = {
    clock: { now: () => milliseconds, monotonic: () => milliseconds },
    http: { fetch: async (url, init) => server.handle(new Request(url, init)) },
    environment: { read: (name) => (name === 'GOOGLE_SERVICE_ACCOUNT_JSON' ? value : undefined) },
  };
  const pass = (seconds: number): void => {
    milliseconds += seconds * 1000;
  };
  return { server, deps, pass, source: createTokenSource() };
};

test('one token for everybody who waits, and then at once', async () => {
  const { server, deps, source } = world();
  const tokens = await Promise.all(Array.from({ length: 50 }, async () => source.token(deps, card)));
  assert.equal(new Set(tokens.map((token) => token.ok && token.value)).size, 1);
  assert.equal(server.calls.length, 1);
  const held = source.token(deps, card);
  assert.ok(!(held instanceof Promise) && held.ok && server.accepts(held.value));
});

test('a token is renewed while the old one is used, and is never used after its end', async () => {
  const { server, deps, pass, source } = world();
  const first = await source.token(deps, card);
  pass(3599 - 299);
  assert.deepEqual(source.token(deps, card), first, 'the old one, at once');
  for (let turn = 0; server.calls.length < 2 && turn < 50; turn += 1) await new Promise(setImmediate);
  await new Promise(setImmediate);
  const second = await source.token(deps, card);
  assert.notDeepEqual(second, first);
  pass(3599 - 59);
  const third = await source.token(deps, card);
  assert.notDeepEqual(third, second);
  assert.ok(third.ok && server.accepts(third.value));
});

test('an endpoint that is down does not take a token that holds, and is not asked for every call', async () => {
  let isDown = false;
  const { server, deps, pass, source } = world({ isDown: () => isDown });
  const first = await source.token(deps, card);
  isDown = true;
  pass(3599 - 200);
  for (let call = 0; call < 20; call += 1) {
    assert.deepEqual(source.token(deps, card), first);
    await new Promise(setImmediate);
  }
  assert.equal(server.calls.length, 2);
  pass(180);
  const late = await source.token(deps, card);
  assert.equal(late.ok ? '' : late.error.code, 'MODELS_UNREACHABLE');
  isDown = false;
  pass(2);
  assert.ok((await source.token(deps, card)).ok);
});

const codeWith = async (value: string, options: Partial<TokenServerOptions> = {}): Promise<string> => {
  const { deps, source } = world(options, value);
  const result = await source.token(deps, card);
  return result.ok ? 'ok' : `${result.error.code} ${result.error.why}`;
};

test('what is wrong with the credentials is said', async () => {
  assert.match(await codeWith(''), /^MODELS_KEY_MISSING/);
  assert.match(await codeWith('{"type":"authorized_user"}'), /^MODELS_CREDENTIALS_UNUSABLE .*not the JSON/);
  assert.match(await codeWith('/no/such.json'), /^MODELS_CREDENTIALS_UNUSABLE .*cannot be read/);
  assert.match(await codeWith(JSON.stringify({ ...account, private_key: 'x' })), /private key cannot be read/);
  assert.match(
    await codeWith(JSON.stringify({ ...account, client_email: 'another@x' })),
    /^MODELS_UNAUTHORISED .*invalid_grant: Invalid grant: account not found/,
  );
  const { publicKey: other } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const pem = other.export({ type: 'spki', format: 'pem' }).toString();
  assert.match(await codeWith(JSON.stringify(account), { publicKey: pem }), /Invalid JWT Signature/);
  assert.match(await codeWith(JSON.stringify(account), { now: () => 0 }), /short-lived token/);
});
