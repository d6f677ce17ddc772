import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { pairedDifference } from './paired-difference.ts';
import { pairedBinaryPlan, proportionPlan, scorePlan } from './power-plan.ts';
import { casesNeeded, detectableDifference, powerOf } from './power.ts';
import { createRandom } from './random.ts';

test('graded scores give the golden values of Miller', () => {
  assert.equal(casesNeeded(scorePlan(), 0.03), 969);
  for (const [n, expected] of [
    [100, '0.093'],
    [200, '0.066'],
    [500, '0.042'],
    [1_319, '0.026'],
  ] as const) {
    assert.equal(detectableDifference(scorePlan(), n)?.toFixed(3), expected);
  }
});

test('repeats reduce only the part within questions', () => {
  const once = casesNeeded(scorePlan({ within: 1 / 9 }), 0.03);
  const often = casesNeeded(scorePlan({ within: 1 / 9, repeats: 1_000 }), 0.03);
  assert.ok(once > 1_900 && often >= 969 && often < 975);
});

test('a paired plan follows Connor, a proportion plan the textbook', () => {
  assert.equal(casesNeeded(pairedBinaryPlan(0.2), 0.1), 155);
  assert.equal(casesNeeded(proportionPlan(0.5), 0.1), 194);
});

test('a 50-case suite cannot see a change of 5 points, and says what it can see', () => {
  const plan = pairedBinaryPlan(0.2);
  assert.ok(powerOf(plan, 0.05, { n: 50 }) < 0.2);
  const seen = detectableDifference(plan, 50);
  assert.ok(seen !== undefined && seen > 0.15 && seen < 0.2);
  assert.equal(detectableDifference(pairedBinaryPlan(0.02), 20), undefined);
});

test('a loss is seen as a gain is, with its own sign', () => {
  assert.ok((detectableDifference(proportionPlan(0.9), 200, { direction: 'loss' }) ?? 0) < 0);
  assert.throws(() => casesNeeded(proportionPlan(0.9), 0.2), RangeError);
  assert.throws(() => casesNeeded(scorePlan(), 0), RangeError);
});

test('the cases needed reach the power, one fewer does not', () => {
  const difference = fc.double({ min: 0.02, max: 0.19, noNaN: true });
  fc.assert(
    fc.property(difference, fc.double({ min: 0.2, max: 0.9, noNaN: true }), (delta, discordance) => {
      const plan = pairedBinaryPlan(discordance);
      const n = casesNeeded(plan, delta);
      assert.ok(powerOf(plan, delta, { n }) >= 0.8 - 1e-9);
      assert.ok(n === 1 || powerOf(plan, delta, { n: n - 1 }) < 0.8 + 1e-9);
    }),
  );
});

test('the planned power is what McNemar reaches in simulation', () => {
  const [discordance, delta, n] = [0.25, 0.12, casesNeeded(pairedBinaryPlan(0.25), 0.12)];
  const random = createRandom('power');
  let found = 0;
  for (let run = 0; run < 400; run++) {
    const draws = Array.from({ length: n }, random);
    const candidate = draws.map((u) => Number(u < (discordance + delta) / 2));
    const lost = draws.map((u) => Number(u >= (discordance + delta) / 2 && u < discordance));
    if ((pairedDifference({ baseline: lost, candidate })?.p ?? 1) < 0.05) found++;
  }
  assert.ok(found / 400 > 0.7 && found / 400 < 0.87, `power ${found / 400}`);
});
