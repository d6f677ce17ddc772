import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  boundedDifferenceLogE,
  createBoundedDifference,
  observeBoundedDifference,
  type BoundedDifferenceOptions,
} from './bounded-difference-e-process.ts';
import { createRandom, type Random } from './random.ts';
import { createRateRatio, observeRateRatio, rateRatioLogE, type RateRatioOptions } from './rate-ratio-e-process.ts';

// Nominal 5 %, looked at as the data come. The bounds are upper 99.9 % quantiles of Binomial(runs, 0.05);
// seeds are fixed, so a failure is a change of the code and never bad luck.

const alarm = Math.log(20);

/** Share of the way through the rollout, 0 to 1, to the world of that moment. */
interface World {
  readonly units: number;
  readonly propensity: (share: number) => number;
}

interface RateWorld extends World {
  readonly badRate: (share: number, arm: 'canary' | 'stable') => number;
}

interface ScoreWorld extends World {
  readonly outcome: (random: Random, share: number, arm: 'canary' | 'stable') => number;
}

const ramp = (share: number): number => [0.01, 0.05, 0.1, 0.25, 0.5][Math.floor(share * 5)] ?? 0.5;

/** The unit at which the test first rejects, if it does. */
const rateAlarm = (random: Random, world: RateWorld, options: RateRatioOptions) => {
  let state = createRateRatio(options);
  for (let unit = 0; unit < world.units; unit++) {
    const share = unit / world.units;
    const propensity = world.propensity(share);
    const arm = random() < propensity ? 'canary' : 'stable';
    if (random() >= world.badRate(share, arm)) continue;
    state = observeRateRatio(state, { arm, propensity, bad: true });
    if (rateRatioLogE(state) >= alarm) return unit;
  }
  return undefined;
};

const scoreAlarm = (random: Random, world: ScoreWorld, options: BoundedDifferenceOptions) => {
  let state = createBoundedDifference(options);
  for (let unit = 0; unit < world.units; unit++) {
    const share = unit / world.units;
    const propensity = world.propensity(share);
    const arm = random() < propensity ? 'canary' : 'stable';
    const outcome = world.outcome(random, share, arm);
    state = observeBoundedDifference(state, { arm, propensity, outcome });
    if (unit % 10 === 9 && boundedDifferenceLogE(state) >= alarm) return unit;
  }
  return undefined;
};

/** The units at which the runs that raise an alarm raise it. */
const alarms = (runs: number, run: (random: Random) => number | undefined): readonly number[] =>
  Array.from({ length: runs }, (_, index) => run(createRandom(`run ${index}`))).filter((unit) => unit !== undefined);

const flat = { units: 4_000, propensity: () => 0.1 };
const rateNulls: Readonly<Record<string, readonly [RateWorld, RateRatioOptions]>> = {
  'constant share, error 1 %': [{ ...flat, badRate: () => 0.01 }, { side: 'worse' }],
  'ramp while the error rate moves from 0.5 to 3 %': [
    { units: 4_000, propensity: ramp, badRate: (share) => 0.005 + 0.025 * share },
    { side: 'worse' },
  ],
  'at the edge of a tolerated ratio': [
    { ...flat, badRate: (_, arm) => (arm === 'canary' ? 0.0125 : 0.01) },
    { side: 'worse', ratio: 1.25 },
  ],
  'promotion exactly at the margin, ratio 2': [
    { units: 4_000, propensity: ramp, badRate: (_, arm) => (arm === 'canary' ? 0.02 : 0.01) },
    { side: 'notWorse', ratio: 2 },
  ],
  'one arm never assigned before the end': [
    { units: 4_000, propensity: (share) => (share < 0.9 ? 0 : 0.5), badRate: () => 0.02 },
    { side: 'worse' },
  ],
};

for (const [name, [world, options]] of Object.entries(rateNulls)) {
  test(`rate ratio, no harm beyond the null: ${name}`, () => {
    const { length } = alarms(400, (random) => rateAlarm(random, world, options));
    assert.ok(length <= 35, `${length} of 400 false alarms`);
  });
}

/** A capped Pareto(2.1) cost as a share of its cap. */
const paretoCost = (random: Random): number => Math.min(20, (1 - random()) ** (-1 / 2.1)) / 20;

/** Eight requests of one user, who has a taste of their own: the user is the unit. */
const userMean = (random: Random): number => {
  const taste = 0.2 * random();
  const requests = Array.from({ length: 8 }, () => 0.7 + taste + 0.1 * random());
  return requests.reduce((sum, score) => sum + score, 0) / 8;
};

const scoreNulls: Readonly<Record<string, readonly [ScoreWorld, BoundedDifferenceOptions]>> = {
  'ramp while the score falls from 0.9 to 0.8': [
    { units: 400, propensity: ramp, outcome: (random, share) => 1 - 0.1 * share - 0.2 * random() },
    { side: 'worse', worseWhen: 'lower' },
  ],
  'users as units': [
    { units: 400, propensity: () => 0.5, outcome: userMean },
    { side: 'worse', worseWhen: 'lower' },
  ],
  'heavy-tailed cost': [
    { units: 500, propensity: () => 0.1, outcome: paretoCost },
    { side: 'worse', worseWhen: 'higher' },
  ],
  'promotion exactly at the margin, judge 0.05 lower': [
    {
      units: 500,
      propensity: () => 0.5,
      outcome: (random, _, arm) => 0.95 - 0.2 * random() - (arm === 'canary' ? 0.05 : 0),
    },
    { side: 'notWorse', worseWhen: 'lower', margin: 0.05 },
  ],
};

for (const [name, [world, options]] of Object.entries(scoreNulls)) {
  test(`bounded difference, no harm beyond the null: ${name}`, () => {
    const { length } = alarms(100, (random) => scoreAlarm(random, world, options));
    assert.ok(length <= 13, `${length} of 100 false alarms`);
  });
}

// Measured over 1,000 runs: 81 % are found within 6,000 requests and 95 % within 10,000.
test('an error rate that triples at a 10 % share: median 2,900 requests, 95 % within 12,000', () => {
  const world: RateWorld = {
    ...flat,
    units: 12_000,
    badRate: (_, arm) => (arm === 'canary' ? 0.03 : 0.01),
  };
  const found = alarms(200, (random) => rateAlarm(random, world, { side: 'worse' }));
  assert.ok(found.length >= 190, `found in ${found.length} of 200 runs`);
  const median = found.toSorted((a, b) => a - b)[100] ?? Infinity;
  assert.ok(median > 2_300 && median < 3_500, `median ${median}`);
});

test('a judge score that falls from 0.85 to 0.75 at an even share is found within 500 units', () => {
  const world: ScoreWorld = {
    units: 500,
    propensity: () => 0.5,
    outcome: (random, _, arm) => (arm === 'canary' ? 0.6 : 0.7) + 0.3 * random(),
  };
  const options = { side: 'worse', worseWhen: 'lower' } as const;
  const found = alarms(40, (random) => scoreAlarm(random, world, options));
  assert.ok(found.length >= 38, `found in ${found.length} of 40 runs`);
});
