import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { quantileEstimate, sortedQuantile } from './quantile.ts';
import { createRandom } from './random.ts';

const ramp = (n: number): readonly number[] => Array.from({ length: n }, (_, index) => index + 1);

test('type 7 interpolates as numpy does', () => {
  assert.equal(sortedQuantile([1, 2, 3, 4], 0.5), 2.5);
  assert.equal(sortedQuantile([1, 2, 3, 4], 0.95), 3.8499999999999996);
  assert.equal(sortedQuantile([5], 0.95), 5);
});

test('the ranks are those of the tables: median of 10 is [2nd, 9th], of 100 [40th, 61st]', () => {
  const ten = quantileEstimate(ramp(10), 0.5);
  assert.deepEqual([ten?.low, ten?.high], [2, 9]);
  const hundred = quantileEstimate(ramp(100), 0.5);
  assert.deepEqual([hundred?.low, hundred?.high], [40, 61]);
});

test('a p95 from too few values says what level its extremes reach', () => {
  const twenty = quantileEstimate(ramp(20), 0.95);
  assert.equal(twenty?.high, 20);
  assert.ok(twenty && Math.abs(twenty.level - 0.6) < 0.05, `level ${twenty?.level}`);
  assert.equal(quantileEstimate(ramp(72), 0.95)?.level, 0.95);
  assert.ok((quantileEstimate(ramp(55), 0.95)?.level ?? 1) < 0.95);
});

test('no interval for fewer than two values', () => {
  assert.equal(quantileEstimate([], 0.5), undefined);
  assert.equal(quantileEstimate([3], 0.5), undefined);
});

test('low <= value <= high for any data, quantile and level', () => {
  const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2 });
  fc.assert(
    fc.property(values, share, share, (data, q, level) => {
      const estimate = quantileEstimate(data, q, { level });
      return estimate && estimate.low <= estimate.value && estimate.value <= estimate.high;
    }),
  );
});

test('the p95 interval of a skewed latency covers the truth', () => {
  const random = createRandom('latency');
  const truth = -Math.log(0.05);
  let covered = 0;
  for (let run = 0; run < 500; run++) {
    const latencies = Array.from({ length: 200 }, () => -Math.log(1 - random()));
    const estimate = quantileEstimate(latencies, 0.95);
    if (estimate && estimate.low <= truth && truth <= estimate.high) covered++;
  }
  assert.ok(covered / 500 > 0.93, `coverage ${covered / 500}`);
});
