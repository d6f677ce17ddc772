import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok } from '#kernel';
import { createEnginePool } from './engine-pool.ts';
import type { EngineProcess } from './engine-process.ts';

test('calls go where the fewest wait, and a second process starts only when there is work for it', async () => {
  const served: number[] = [];
  const releases: (() => void)[] = [];
  let opened = 0;
  const pool = createEnginePool(2, (): EngineProcess => {
    opened += 1;
    const name = opened;
    let started = false;
    return {
      pid: () => (started ? name : undefined),
      close: async () => undefined,
      call: async () => {
        started = true;
        served.push(name);
        await new Promise<void>((resolve) => releases.push(resolve));
        return ok({ scores: [] });
      },
    };
  });
  const work = { kind: 'embed', texts: [] } as const;
  const first = pool.call(work);
  releases[0]?.();
  await first;
  const pending = [pool.call(work), pool.call(work), pool.call(work)];
  assert.deepEqual(served, [1, 1, 2, 1]);
  for (const release of releases) release();
  await Promise.all(pending);
  assert.deepEqual(pool.pids(), [1, 2]);
});
