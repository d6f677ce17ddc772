import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { batchByLength } from './batch-by-length.ts';
import { poolMean } from './pool-mean.ts';
import { createSerial } from './serial.ts';

test('every text is in one batch, and no batch of several exceeds the budget', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 128 }), { maxLength: 60 });
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1, max: 600 }), (sizes, budget) => {
      const texts = sizes.map((size, index) => ({ index, tokens: Array.from({ length: size }, () => 1) }));
      const batches = batchByLength(texts, budget);
      assert.deepEqual(
        batches
          .flat()
          .map(({ index }) => index)
          .toSorted((a, b) => a - b),
        texts.map(({ index }) => index),
      );
      for (const batch of batches) {
        const width = Math.max(...batch.map(({ tokens }) => tokens.length));
        assert.ok(batch.length === 1 || width * batch.length <= budget);
      }
    }),
  );
});

test('the mean counts real tokens only and has length 1', () => {
  const values = Float32Array.from([3, 0, 0, 4, 9, 9, 5, 0, 8, 8, 8, 8]);
  const [first, second] = poolMean(values, { width: 3, dimensions: 2, lengths: [2, 1] });
  assert.deepEqual(
    [...(first ?? [])].map((value) => Math.round(value * 100) / 100),
    [0.6, 0.8],
  );
  assert.deepEqual([...(second ?? [])], [1, 0]);
  assert.deepEqual([...(poolMean(values, { width: 3, dimensions: 2, lengths: [0] })[0] ?? [])], [0, 0]);
});

test('serial work does not overlap and goes on after a failure', async () => {
  const serial = createSerial();
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} starts`);
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`${name} ends`);
    if (name === 'a') throw new Error('a fails');
    return name;
  };
  const [a, b] = await Promise.allSettled([serial(work('a')), serial(work('b'))]);
  assert.deepEqual([a.status, b.status], ['rejected', 'fulfilled']);
  assert.deepEqual(log, ['a starts', 'a ends', 'b starts', 'b ends']);
});
