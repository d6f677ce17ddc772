import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelCard } from './contract.ts';
import { remoteDigest } from './remote-digest.ts';
import { scriptedCard } from './testing.ts';

const card = (endpoint: ModelCard['endpoint'], changes: Partial<ModelCard> = {}): ModelCard => ({
  ...scriptedCard,
  provider: 'openai-compatible',
  providerModel: 'remote-1',
  ...changes,
  endpoint,
});
const baseUrl = 'https://one.example/v1';
const digest = remoteDigest(card({ baseUrl }));

test('whatever changes which server answers changes the digest', () => {
  const others = [
    card({ baseUrl: 'https://two.example/v1' }),
    card({ baseUrl: 'https://one.example/v2' }),
    card({ baseUrl, region: 'eu-west-1' }),
    card({ baseUrl, project: 'p' }),
    card({ baseUrl, deployment: 'd' }),
    card({ baseUrl, apiVersion: '2025-01-01' }),
    card({ baseUrl, headers: { 'x-route': 'blue' } }),
    card({ baseUrl }, { providerModel: 'remote-2' }),
    card({ baseUrl }, { provider: 'other' }),
  ].map(remoteDigest);
  assert.equal(new Set([digest, ...others]).size, others.length + 1);
});

test('how a URL is written and who pays do not change it, and no secret is part of it', () => {
  const same = [
    card({ baseUrl: 'https://ONE.example:443/v1/' }),
    card({ baseUrl, apiKeyEnv: 'SOME_KEY' }),
    card({ baseUrl: 'https://ada:pass@one.example/v1?key=secret' }),
    card({ baseUrl, headers: { Authorization: 'Bearer secret', 'x-api-key': 'secret' } }),
    card({ baseUrl }, { name: 'Another name', price: { input: 9, cachedInput: 9, output: 9 } }),
  ].map(remoteDigest);
  assert.deepEqual(new Set([digest, ...same]), new Set([digest]));
  assert.match(digest, /^remote-1@[0-9a-f]{12}$/);
});
