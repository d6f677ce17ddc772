import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiKey, ApiKeysDep } from '#kernel';
import { createTestClock } from '#platform/clock/testing';
import { createKeyCache } from './key-cache.ts';

const key: ApiKey = { id: 'k1', name: 'ci', prefix: 'tl_', createdAt: '', expiresAt: undefined, revokedAt: undefined };

const createKeys = () => {
  const store = { lookUps: 0, answer: (): Promise<ApiKey | undefined> => Promise.resolve(key) };
  const apiKeys: ApiKeysDep['apiKeys'] = {
    verify: () => {
      store.lookUps += 1;
      return store.answer();
    },
    create: () => Promise.reject(new Error('not here')),
    list: async () => [],
    revoke: async () => false,
  };
  return { store, apiKeys };
};

test('a key is looked up once in a while, and a revoked one stops within that while', async () => {
  const { clock, advance } = createTestClock();
  const { store, apiKeys } = createKeys();
  const cache = createKeyCache({ clock, apiKeys });
  for (let call = 0; call < 100; call++) assert.equal((await cache.authenticate('secret'))?.id, 'k1');
  assert.equal(store.lookUps, 1);
  store.answer = async () => undefined;
  advance(5001);
  assert.equal(await cache.authenticate('secret'), undefined);
});

test('while the store is away, or hangs, keys seen before pass and unknown ones do not', async () => {
  const { clock, advance } = createTestClock();
  const { store, apiKeys } = createKeys();
  const cache = createKeyCache({ clock, apiKeys }, { patienceMs: 5 });
  await cache.authenticate('known');
  store.answer = () => Promise.reject(new Error('away'));
  advance(10_000);
  assert.equal((await cache.authenticate('known'))?.id, 'k1');
  await assert.rejects(async () => cache.authenticate('unknown'), /away/);
  store.answer = () => Promise.withResolvers<undefined>().promise;
  advance(10_000);
  assert.equal((await cache.authenticate('known'))?.id, 'k1');
});

test('the oldest key is forgotten beyond the limit', async () => {
  const { clock } = createTestClock();
  const { store, apiKeys } = createKeys();
  const cache = createKeyCache({ clock, apiKeys }, { maximumKeys: 2 });
  for (const token of ['a', 'b', 'c', 'c', 'b', 'a']) await cache.authenticate(token);
  assert.equal(store.lookUps, 4);
});

test('a flood of wrong keys reaches the store only so often, and does not push out the right ones', async () => {
  const { clock, advance } = createTestClock();
  const { store, apiKeys } = createKeys();
  const cache = createKeyCache({ clock, apiKeys }, { strangersPerSecond: 10, maximumKeys: 5 });
  await cache.authenticate('right');
  store.answer = async () => undefined;
  let refused = 0;
  for (let wrong = 0; wrong < 1000; wrong += 1)
    await Promise.resolve(cache.authenticate(`wrong ${wrong}`)).catch(() => (refused += 1));
  assert.deepEqual([store.lookUps, refused], [10, 991]);
  assert.equal(cache.authenticate('right'), key, 'known at once, without a promise');
  advance(1000);
  assert.equal(await cache.authenticate('wrong 999'), undefined);
});

test('many requests with one new key ask once', async () => {
  const { clock } = createTestClock();
  const { store, apiKeys } = createKeys();
  const cache = createKeyCache({ clock, apiKeys });
  await Promise.all(Array.from({ length: 20 }, async () => cache.authenticate('new')));
  assert.equal(store.lookUps, 1);
});
