import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Side } from './assignment.ts';
import { createRandom } from './random.ts';
import {
  createRateRatio,
  observeRateRatio,
  rateRatioLogE,
  type RateRatioObservation,
  type RateRatioState,
} from './rate-ratio-e-process.ts';

/** The arithmetic of the class it was checked against, written out plainly. */
const referenceLogE = (
  observations: readonly RateRatioObservation[],
  { side, r0 }: { side: Side; r0: number },
): number => {
  const k = 24;
  const [from, to] = side === 'worse' ? [1.05 * r0, 20 * r0] : [r0 / 20, r0 / 1.05];
  const logs = Array.from({ length: k }, (_, i) => from * Math.pow(to / from, i / (k - 1))).map((r) => {
    let weight = 0;
    for (const { arm, bad, propensity: pi } of observations) {
      if (!bad) continue;
      const p0 = (pi * r0) / (pi * r0 + 1 - pi);
      const p = (pi * r) / (pi * r + 1 - pi);
      weight += arm === 'canary' ? Math.log(p / p0) : Math.log((1 - p) / (1 - p0));
    }
    return weight;
  });
  const largest = Math.max(...logs);
  const sum = logs.reduce((total, log) => total + Math.exp(log - largest), 0);
  return largest + Math.log(sum) - Math.log(k);
};

const simulate = (count: number, ratio: number): readonly RateRatioObservation[] => {
  const random = createRandom(`rate ratio ${ratio}`);
  return Array.from({ length: count }, (_, index) => {
    const propensity = [0.01, 0.1, 0.5][Math.floor((3 * index) / count)] ?? 0.1;
    const arm = random() < propensity ? 'canary' : 'stable';
    return { arm, propensity, bad: random() < (arm === 'canary' ? 0.05 * ratio : 0.05) };
  });
};

const observeAll = (start: RateRatioState, observations: readonly RateRatioObservation[]): RateRatioState =>
  observations.reduce(observeRateRatio, start);

test('the e-value equals the reference arithmetic', () => {
  const observations = simulate(3_000, 3);
  for (const side of ['worse', 'notWorse'] as const) {
    for (const ratio of [1, 1.5, 2]) {
      const state = observeAll(createRateRatio({ side, ratio }), observations);
      const expected = referenceLogE(observations, { side, r0: ratio });
      assert.ok(Math.abs(rateRatioLogE(state) - expected) < 1e-12 * Math.max(1, Math.abs(expected)));
    }
  }
});

test('a state is plain data: stored as JSON and read back it goes on as if nothing happened', () => {
  const observations = simulate(600, 2);
  const start = createRateRatio({ side: 'worse' });
  const half: RateRatioState = JSON.parse(JSON.stringify(observeAll(start, observations.slice(0, 300))));
  assert.deepEqual(observeAll(half, observations.slice(300)), observeAll(start, observations));
  assert.equal(rateRatioLogE(start), 0);
});

test('good events are counted and cost nothing, full ramp carries no evidence', () => {
  const start = createRateRatio({ side: 'worse' });
  const good = observeRateRatio(start, { arm: 'canary', propensity: 0.1, bad: false });
  assert.equal(rateRatioLogE(good), 0);
  assert.deepEqual([good.units.canary, good.badUnits.canary], [1, 0]);
  const full = observeRateRatio(good, { arm: 'canary', propensity: 1, bad: true });
  assert.equal(rateRatioLogE(full), 0);
  assert.deepEqual([full.units.canary, full.badUnits.canary], [2, 1]);
});

test('an assignment that cannot be is a fault in the log and throws', () => {
  const start = createRateRatio({ side: 'worse' });
  for (const [arm, propensity] of [
    ['stable', 1],
    ['canary', 0],
    ['canary', 1.2],
    ['canary', Number.NaN],
  ] as const) {
    assert.throws(() => observeRateRatio(start, { arm, propensity, bad: true }), RangeError);
  }
  assert.throws(() => createRateRatio({ side: 'worse', ratio: 0 }), RangeError);
});

test('the expected e-value of one bad event is 1 at the edge of the null hypothesis', () => {
  const inside = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  const sides = fc.constantFrom('worse' as const, 'notWorse' as const);
  const ratios = fc.double({ min: 0.2, max: 5, noNaN: true });
  fc.assert(
    fc.property(inside, sides, ratios, (propensity, side, ratio) => {
      const start = createRateRatio({ side, ratio });
      const chance = (propensity * ratio) / (propensity * ratio + 1 - propensity);
      const eValue = (arm: 'canary' | 'stable'): number =>
        Math.exp(rateRatioLogE(observeRateRatio(start, { arm, propensity, bad: true })));
      const mean = chance * eValue('canary') + (1 - chance) * eValue('stable');
      assert.ok(Math.abs(mean - 1) < 1e-9, `mean e-value ${mean}`);
    }),
  );
});
