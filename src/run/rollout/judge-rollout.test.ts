import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRandom } from '#kernel/statistics';
import { assignArm, placeOf } from './assign-arm.ts';
import type { RolloutAnswer } from './evidence.ts';
import { judgeRollout } from './judge-rollout.ts';

const config = { alpha: 0.05, tolerance: 1.25, maximumExposures: 5000 };

const traffic = (
  seed: string,
  { requests, control, canary, share = 0.25 }: { requests: number; control: number; canary: number; share?: number },
): readonly RolloutAnswer[] => {
  const random = createRandom(seed);
  return Array.from({ length: requests }, (_, index) => {
    const { arm, propensity } = assignArm(seed, share, `conversation ${index}`);
    const bad = random() < (arm === 'canary' ? canary : control);
    return {
      traceId: `${index}`,
      unit: `${index}`,
      arm,
      propensity,
      at: index,
      failed: false,
      slow: false,
      markedBadAt: bad ? index + 3 : undefined,
    };
  });
};

test('assignment is sticky, uniform, and a larger share only adds conversations', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.double({ min: 0.01, max: 0.5, noNaN: true }), (rollout, key, share) => {
      const place = placeOf(rollout, key);
      assert.ok(place >= 0 && place < 1);
      assert.deepEqual(assignArm(rollout, share, key), assignArm(rollout, share, key));
      if (assignArm(rollout, share, key).arm === 'canary')
        assert.equal(assignArm(rollout, share * 2, key).arm, 'canary');
    }),
  );
  const canaries = Array.from({ length: 4000 }, (_, index) => assignArm('r', 0.25, `${index}`)).filter(
    ({ arm }) => arm === 'canary',
  ).length;
  assert.ok(Math.abs(canaries - 1000) < 110, `${canaries}`);
});

test('a much worse canary fails within a few hundred requests', () => {
  for (const seed of ['a', 'b', 'c', 'd', 'e']) {
    assert.equal(
      judgeRollout(traffic(seed, { requests: 300, control: 0.2, canary: 0.7 }), config).verdict,
      'fail',
      seed,
    );
  }
});

test('an equal canary is rolled back in at most 5 % of rollouts, however often one looks', () => {
  const rollouts = 200;
  const failed = Array.from({ length: rollouts }, (_, index) => {
    const answers = traffic(`equal ${index}`, { requests: 400, control: 0.3, canary: 0.3 });
    return judgeRollout(answers, config).history.some(({ logWorse }) => logWorse >= Math.log(20));
  }).filter(Boolean).length;
  // 99.9 % quantile of Binomial(200, 0.05) is 20.
  assert.ok(failed <= 20, `${failed} of ${rollouts}`);
});

test('a clearly better canary passes', () => {
  assert.equal(judgeRollout(traffic('better', { requests: 2000, control: 0.3, canary: 0.1 }), config).verdict, 'pass');
});

test('several bad answers in one conversation are one bad event', () => {
  const one: RolloutAnswer = {
    traceId: 'a',
    unit: 'u',
    arm: 'canary',
    propensity: 0.25,
    at: 1,
    failed: false,
    slow: false,
    markedBadAt: 2,
  };
  const many = Array.from({ length: 50 }, (_, index) => ({ ...one, traceId: `${index}`, at: index }));
  const [single, repeated] = [judgeRollout([one], config), judgeRollout(many, config)];
  assert.equal(repeated.guards[0]?.logWorse, single.guards[0]?.logWorse);
  assert.deepEqual([repeated.exposures, repeated.arms[1]?.bad], [1, 1]);
});

test('five failures of the canary in a row trip at once', () => {
  const answers = Array.from({ length: 5 }, (_, index): RolloutAnswer => ({
    traceId: `${index}`,
    unit: `${index}`,
    arm: 'canary',
    propensity: 0.25,
    at: index,
    failed: true,
    slow: false,
    markedBadAt: undefined,
  }));
  assert.equal(judgeRollout(answers, config).verdict, 'fail');
  assert.equal(judgeRollout(answers.slice(1), config).verdict, 'continue');
});

test('a rollout that reaches its limit undecided says that a person has to decide', () => {
  const judged = judgeRollout(traffic('limit', { requests: 100, control: 0.3, canary: 0.3 }), {
    ...config,
    maximumExposures: 100,
  });
  assert.equal(judged.verdict, 'continue');
  assert.match(judged.because, /a person has to decide/);
});

test('the history ends at the present and has at most 400 points', () => {
  const judged = judgeRollout(traffic('long', { requests: 3000, control: 0.3, canary: 0.3 }), config);
  assert.equal(judged.history.length, 400);
  assert.equal(judged.history.at(-1)?.logWorse, judged.guards[0]?.logWorse);
});
