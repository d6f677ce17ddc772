import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  boundedDifferenceLogE,
  createBoundedDifference,
  observeBoundedDifference,
  type BoundedDifferenceState,
  type BoundedObservation,
} from './bounded-difference-e-process.ts';
import { createRandom } from './random.ts';

/** The arithmetic of the class it was checked against, written out plainly. */
const referenceLogE = (
  observations: readonly BoundedObservation[],
  { harm, delta }: { harm: number; delta: number },
): number => {
  const bets = Array.from({ length: 20 }, (_, i) => 0.002 * Math.pow(0.9 / 0.002, i / 19));
  const logs = bets.map(() => 0);
  let [n, s] = [0, 0];
  for (const { arm, propensity: pi, outcome: y } of observations) {
    const c = (50 * 0.5 + s) / (50 + n);
    const x = harm * (arm === 'canary' ? 1 / pi : -1 / (1 - pi)) * (y - c);
    const least = harm > 0 ? -Math.max(c / pi, (1 - c) / (1 - pi)) : -Math.max((1 - c) / pi, c / (1 - pi));
    const z = (x - delta) / (delta - least);
    bets.forEach((f, i) => (logs[i] = (logs[i] ?? 0) + Math.log1p(f * z)));
    n++;
    s += y;
  }
  const largest = Math.max(...logs);
  const sum = logs.reduce((total, log) => total + Math.exp(log - largest), 0);
  return largest + Math.log(sum) - Math.log(20);
};

const simulate = (count: number, drop: number): readonly BoundedObservation[] => {
  const random = createRandom(`bounded ${drop}`);
  return Array.from({ length: count }, (_, index) => {
    const propensity = [0.01, 0.1, 0.5][Math.floor((3 * index) / count)] ?? 0.1;
    const arm = random() < propensity ? 'canary' : 'stable';
    const score = 1 - 0.4 * random() ** 2;
    return { arm, propensity, outcome: arm === 'canary' ? score * (1 - drop) : score };
  });
};

const observeAll = (
  start: BoundedDifferenceState,
  observations: readonly BoundedObservation[],
): BoundedDifferenceState => observations.reduce(observeBoundedDifference, start);

test('the e-value equals the reference arithmetic for both sides and directions', () => {
  const observations = simulate(2_000, 0.1);
  for (const [worseWhen, harm] of [
    ['higher', 1],
    ['lower', -1],
  ] as const) {
    for (const margin of [0, 0.03]) {
      const worse = createBoundedDifference({ side: 'worse', worseWhen, margin });
      const safe = createBoundedDifference({ side: 'notWorse', worseWhen, margin });
      for (const [start, expected] of [
        [worse, referenceLogE(observations, { harm, delta: margin })],
        [safe, referenceLogE(observations, { harm: -harm, delta: -margin })],
      ] as const) {
        const logE = boundedDifferenceLogE(observeAll(start, observations));
        assert.ok(Math.abs(logE - expected) < 1e-12 * Math.max(1, Math.abs(expected)));
      }
    }
  }
});

test('a state is plain data: stored as JSON and read back it goes on as if nothing happened', () => {
  const observations = simulate(400, 0);
  const start = createBoundedDifference({ side: 'worse', worseWhen: 'lower' });
  const half: BoundedDifferenceState = JSON.parse(JSON.stringify(observeAll(start, observations.slice(0, 200))));
  assert.deepEqual(observeAll(half, observations.slice(200)), observeAll(start, observations));
});

test('an outcome outside [0, 1] is cut and counted, one that is no number throws', () => {
  const start = createBoundedDifference({ side: 'worse', worseWhen: 'higher' });
  const cut = observeBoundedDifference(start, { arm: 'canary', propensity: 0.5, outcome: 7 });
  const kept = observeBoundedDifference(start, { arm: 'canary', propensity: 0.5, outcome: 1 });
  assert.deepEqual(cut, { ...kept, clamped: 1 });
  const unknown = { arm: 'canary', propensity: 0.5, outcome: Number.NaN } as const;
  assert.throws(() => observeBoundedDifference(start, unknown), RangeError);
  assert.throws(() => createBoundedDifference({ side: 'worse', worseWhen: 'higher', margin: 1 }), RangeError);
});

test('a full ramp carries no evidence but teaches the running guess', () => {
  const start = createBoundedDifference({ side: 'worse', worseWhen: 'higher' });
  const full = observeBoundedDifference(start, { arm: 'canary', propensity: 1, outcome: 1 });
  assert.equal(boundedDifferenceLogE(full), 0);
  assert.deepEqual(full.guess, { weight: 51, sum: 26 });
  assert.equal(full.units.canary, 1);
});

test('whatever comes, the e-value stays positive and one fair unit has expectation 1', () => {
  const inside = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  const outcome = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(inside, outcome, fc.array(outcome), (propensity, common, history) => {
      const past = history.map((y) => ({ arm: 'stable', propensity, outcome: y }) as const);
      const start = createBoundedDifference({ side: 'worse', worseWhen: 'lower' });
      const before = observeAll(start, past);
      const eValue = (arm: 'canary' | 'stable'): number =>
        Math.exp(boundedDifferenceLogE(observeBoundedDifference(before, { arm, propensity, outcome: common })));
      const mean = propensity * eValue('canary') + (1 - propensity) * eValue('stable');
      const now = Math.exp(boundedDifferenceLogE(before));
      assert.ok(now > 0 && Math.abs(mean / now - 1) < 1e-9, `${mean} after ${now}`);
    }),
  );
});
