import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { clopperPearson, wilson } from './proportion.ts';
import { createRandom } from './random.ts';

const ends = (estimate: { low: number; high: number } | undefined): readonly string[] =>
  estimate === undefined ? [] : [estimate.low.toFixed(6), estimate.high.toFixed(6)];

test('Wilson gives the golden GSM8K interval and agrees with scipy 1.17', () => {
  assert.deepEqual(ends(wilson(742, 1_319)), ['0.535633', '0.589099']);
  assert.deepEqual(ends(wilson(0, 10)), ['0.000000', '0.277533']);
  assert.deepEqual(ends(wilson(10, 10)), ['0.722467', '1.000000']);
  assert.deepEqual(ends(wilson(1, 29)), ['0.006113', '0.171755']);
  assert.deepEqual(ends(wilson(81, 263, { level: 0.99 })), ['0.240137', '0.385283']);
});

test('Clopper-Pearson agrees with scipy 1.17', () => {
  assert.deepEqual(ends(clopperPearson(742, 1_319)), ['0.535282', '0.589533']);
  assert.deepEqual(ends(clopperPearson(0, 10)), ['0.000000', '0.308497']);
  assert.deepEqual(ends(clopperPearson(1, 29)), ['0.000873', '0.177644']);
});

test('no cases give no estimate, and impossible counts throw', () => {
  assert.equal(wilson(0, 0), undefined);
  assert.equal(clopperPearson(0, 0), undefined);
  assert.throws(() => wilson(3, 2), RangeError);
  assert.throws(() => wilson(1, 2, { level: 95 }), RangeError);
});

test('the interval holds the point estimate and stays within [0, 1]', () => {
  const counts = fc
    .integer({ min: 1, max: 5_000 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
  fc.assert(
    fc.property(counts, ([successes, n]) => {
      const exact = clopperPearson(successes, n);
      for (const estimate of [wilson(successes, n), exact]) {
        assert.ok(estimate && estimate.low >= 0 && estimate.high <= 1);
        assert.ok(estimate.low <= estimate.value && estimate.value <= estimate.high);
      }
    }),
    { numRuns: 50 },
  );
});

test('Wilson covers the truth about as often as it says', () => {
  const random = createRandom('wilson coverage');
  for (const truth of [0.05, 0.5, 0.9]) {
    let covered = 0;
    for (let run = 0; run < 4_000; run++) {
      const successes = Array.from({ length: 40 }, random).filter((u) => u < truth).length;
      const estimate = wilson(successes, 40);
      if (estimate && estimate.low <= truth && truth <= estimate.high) covered++;
    }
    assert.ok(covered / 4_000 > 0.92, `coverage ${covered / 4_000} at ${truth}`);
  }
});
