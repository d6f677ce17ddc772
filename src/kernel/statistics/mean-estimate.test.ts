import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { bootstrapMean } from './bootstrap.ts';
import { meanEstimate } from './mean-estimate.ts';
import { wilson } from './proportion.ts';
import { createRandom } from './random.ts';

const scores = [
  0.1, 0.5, 0.9, 0.3, 0.8, 0.75, 0.2, 0.95, 0.6, 0.4, 1, 0.05, 0.33, 0.66, 0.99, 0.97, 0.98, 0.12, 0.9, 0.91,
];
const skewed = Array.from({ length: 40 }, (_, index) => Math.exp(-2 + (5 * index) / 39));

test('BCa agrees with scipy 1.17 (200,000 draws) within the noise of the draws', () => {
  const options = { resamples: 20_000 };
  const even = bootstrapMean(scores, options);
  assert.ok(even && Math.abs(even.low - 0.465) < 0.005 && Math.abs(even.high - 0.7565) < 0.005);
  const uneven = bootstrapMean(skewed, options);
  assert.ok(uneven && Math.abs(uneven.low - 2.788) < 0.05 && Math.abs(uneven.high - 6.118) < 0.09);
});

test('the same data and seed give the same interval, another seed a close one', () => {
  assert.deepEqual(bootstrapMean(scores), bootstrapMean(scores));
  const other = bootstrapMean(scores, { seed: 2 });
  assert.notDeepEqual(other, bootstrapMean(scores));
  assert.throws(() => bootstrapMean(scores, { resamples: 10 }), RangeError);
});

test('the method follows the values', () => {
  assert.deepEqual(meanEstimate([1, 1, 0, 1]), wilson(3, 4));
  assert.equal(meanEstimate([0.2, 0.4, 0.9])?.method, 'student-t');
  assert.equal(meanEstimate(scores)?.method, 'bca-bootstrap');
  assert.equal(meanEstimate([0.8, 0.8, 0.8])?.method, 'bounded-wilson');
  assert.equal(meanEstimate([0, 0, 0], { range: 'unbounded' })?.method, 'constant');
  const clusters = scores.map((_, index) => `document ${index % 3}`);
  assert.equal(meanEstimate(scores, { clusters })?.method, 'clustered-student-t');
  assert.equal(
    meanEstimate([...scores, ...scores], { clusters: [...clusters, ...scores.map(String)] })?.method,
    'clustered-bca-bootstrap',
  );
});

test('one score allows almost anything; one cost allows no interval at all', () => {
  assert.equal(meanEstimate([]), undefined);
  assert.equal(meanEstimate([12.5]), undefined);
  assert.equal(meanEstimate([0.01], { range: 'unbounded' }), undefined);
  const one = meanEstimate([0.8]);
  assert.ok(one && one.value === 0.8 && one.low < 0.2 && one.high > 0.95);
  const stars = meanEstimate([4], { range: { min: 1, max: 5 } });
  assert.ok(stars && stars.low >= 1 && stars.low < 2.2 && stars.high <= 5);
});

test('a value outside the range that was asked for throws', () => {
  assert.throws(() => meanEstimate([0.5, 6], { range: { min: 0, max: 5 } }), RangeError);
  assert.throws(() => meanEstimate([Number.NaN]), RangeError);
});

test('the interval is finite, ordered, and inside the range of scores', () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(score, { minLength: 1, maxLength: 60 }), (values) => {
      const estimate = meanEstimate(values, { resamples: 200 });
      assert.ok(estimate);
      assert.ok(estimate.low >= 0 && estimate.high <= 1 + 1e-12);
      assert.ok(estimate.low <= estimate.value && estimate.value <= estimate.high);
    }),
    { numRuns: 60 },
  );
});

test('a score that is almost 0 has an interval inside the range', () => {
  const estimate = meanEstimate([2 ** -54]);
  assert.ok(estimate !== undefined && estimate.low >= 0 && estimate.high <= 1);
});

test('the intervals of graded scores cover their mean', () => {
  const random = createRandom('coverage');
  for (const n of [8, 30]) {
    let covered = 0;
    for (let run = 0; run < 400; run++) {
      const values = Array.from({ length: n }, () => 1 - random() ** 2);
      const estimate = meanEstimate(values, { resamples: 400, seed: run });
      if (estimate && estimate.low <= 2 / 3 && 2 / 3 <= estimate.high) covered++;
    }
    assert.ok(covered / 400 > 0.915, `coverage ${covered / 400} at n = ${n}`);
  }
});
