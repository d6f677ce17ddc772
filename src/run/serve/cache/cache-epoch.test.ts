import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, PointersDep } from '#kernel';
import { cacheCommands, clearCaches, createCacheFollower } from './cache-epoch.ts';

const memoryPointers = (): PointersDep => {
  let pointer: { readonly name: string; readonly value: Json; readonly version: number } | undefined;
  return {
    pointers: {
      get: async () => pointer,
      set: async ({ name, value, expectedVersion }) => {
        if ((pointer?.version ?? 0) !== expectedVersion) return false;
        pointer = { name, value, version: expectedVersion + 1 };
        return true;
      },
    },
  };
};

test('an order to forget reaches every server once, also from two people at the same time', async () => {
  const deps = { ...memoryPointers(), log: () => undefined };
  let cleared = 0;
  const follow = createCacheFollower(deps, () => (cleared += 1));
  await follow();
  await Promise.all(['Ada', 'Bo'].map((actor) => clearCaches(deps, { actor, reason: 'erased' })));
  await follow();
  await follow();
  assert.equal(cleared, 1);
  const [command] = cacheCommands;
  const ran = await command?.run(deps, { positional: [], options: { by: 'Ada', reason: 'again' } });
  assert.deepEqual(ran?.ok === true && ran.value.json, { epoch: 3 });
  await follow();
  assert.equal(cleared, 2);
});

test('a store that is away clears nothing and throws nothing', async () => {
  const away = {
    pointers: { get: () => Promise.reject(new Error('away')), set: async () => false },
    log: () => undefined,
  };
  let cleared = 0;
  await createCacheFollower(away, () => (cleared += 1))();
  assert.equal(cleared, 0);
});
