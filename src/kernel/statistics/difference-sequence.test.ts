import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBoundedDifference, observeBoundedDifference } from './bounded-difference-e-process.ts';
import { differenceSequence } from './difference-sequence.ts';
import { createRandom, type Random } from './random.ts';

/** A unit of a ramp whose base level drifts; the canary scores `drop` lower. */
const unit = (random: Random, share: number, drop: number) => {
  const propensity = share < 0.5 ? 0.2 : 0.5;
  const arm = random() < propensity ? 'canary' : 'stable';
  const outcome = 0.9 - 0.1 * share - 0.2 * random() - (arm === 'canary' ? drop : 0);
  return { arm, propensity, outcome } as const;
};

const start = createBoundedDifference({ side: 'worse', worseWhen: 'lower' });

test('below 100 units in an arm it says nothing', () => {
  assert.equal(differenceSequence(start), undefined);
  assert.throws(() => differenceSequence(start, { tunedFor: 0 }), RangeError);
});

test('under a ramp and drift the interval holds the true difference at every look', () => {
  const random = createRandom('difference');
  let missed = 0;
  for (let run = 0; run < 60; run++) {
    let state = start;
    let everMissed = false;
    for (let step = 0; step < 1_500; step++) {
      state = observeBoundedDifference(state, unit(random, step / 1_500, 0.05));
      const estimate = differenceSequence(state);
      everMissed ||= estimate !== undefined && (estimate.low > -0.05 || estimate.high < -0.05);
    }
    const end = differenceSequence(state);
    assert.ok(end && end.high < 0 && end.high - end.low < 0.12);
    missed += Number(everMissed);
  }
  assert.ok(missed <= 9, `${missed} of 60 missed`);
});
