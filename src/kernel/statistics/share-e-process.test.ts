import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from './random.ts';
import { shareLogE } from './share-e-process.ts';

const alarm = Math.log(20);

test('units without a bad event prove a small share, and bad ones prove a large one', () => {
  const below = (units: number, bad = 0) => shareLogE({ bad, units }, { limit: 0.05, side: 'below' });
  assert.equal(below(0), 0);
  assert.ok(below(40) < alarm && below(100) >= alarm, `${below(40)}, ${below(100)}`);
  const above = (bad: number, units: number) => shareLogE({ bad, units }, { limit: 0.05, side: 'above' });
  assert.ok(above(3, 3) >= alarm && above(0, 100) < 0);
});

test('at the limit either side raises a false alarm in at most 5 % of runs, looked at after each unit', () => {
  const runs = 200;
  for (const side of ['below', 'above'] as const) {
    const alarms = Array.from({ length: runs }, (_, run) => {
      const random = createRandom(`${side} ${run}`);
      let bad = 0;
      for (let units = 1; units <= 300; units++) {
        if (random() < 0.05) bad += 1;
        if (shareLogE({ bad, units }, { limit: 0.05, side }) >= alarm) return true;
      }
      return false;
    }).filter(Boolean).length;
    // 99.9 % quantile of Binomial(200, 0.05) is 20.
    assert.ok(alarms <= 20, `${side}: ${alarms} of ${runs}`);
  }
});

test('a limit outside (0, 1) and counts that cannot be are refused', () => {
  assert.throws(() => shareLogE({ bad: 0, units: 1 }, { limit: 1, side: 'below' }), RangeError);
  assert.throws(() => shareLogE({ bad: 2, units: 1 }, { limit: 0.5, side: 'above' }), RangeError);
});
