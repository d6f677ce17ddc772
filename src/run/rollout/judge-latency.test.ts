import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '#kernel/statistics';
import { assignArm } from './assign-arm.ts';
import type { RolloutAnswer } from './evidence.ts';
import { judgeRollout } from './judge-rollout.ts';

const config = { alpha: 0.05, tolerance: 1.25, maximumExposures: 10_000, slowerThanMs: 2000 };

interface Shares {
  readonly requests: number;
  /** Share of slow answers, by arm. */
  readonly control: number;
  readonly canary: number;
  /** Share of bad answers in control, and in the canary. */
  readonly bad?: readonly [number, number];
}

const traffic = (seed: string, { requests, control, canary, bad = [0, 0] }: Shares): readonly RolloutAnswer[] => {
  const random = createRandom(seed);
  return Array.from({ length: requests }, (_, index) => {
    const { arm, propensity } = assignArm(seed, 0.25, `conversation ${index}`);
    const isBad = random() < bad[arm === 'canary' ? 1 : 0];
    return {
      traceId: `${index}`,
      unit: `${index}`,
      arm,
      propensity,
      at: index,
      failed: false,
      slow: random() < (arm === 'canary' ? canary : control),
      markedBadAt: isBad ? index : undefined,
    };
  });
};

const judge = (seed: string, shares: Shares) => {
  const { verdict, guards, because } = judgeRollout(traffic(seed, shares), config);
  return { verdict, because, guard: guards.find(({ metric }) => metric === 'latency-p95') };
};

test('a canary that misses the target far more often than control is taken away', () => {
  for (const seed of ['a', 'b', 'c']) {
    const { verdict, guard, because } = judge(seed, { requests: 400, control: 0.01, canary: 0.5 });
    assert.deepEqual([verdict, guard?.verdict], ['fail', 'fail'], seed);
    assert.match(because, /latency-p95/);
    assert.match(guard?.says ?? '', /2000 ms.*control \d+ of \d+.*canary \d+ of \d+/);
  }
});

test('a canary that is slower than control but keeps the target stays', () => {
  const { guard } = judge('slower', { requests: 4000, control: 0.001, canary: 0.015 });
  assert.equal(guard?.verdict, 'pass');
});

test('a target that both miss alike is no reason to go back', () => {
  const { verdict } = judge('both', { requests: 600, control: 0.4, canary: 0.4 });
  assert.equal(verdict, 'continue');
});

test('nobody is slow: the target is kept, and the other guard decides', () => {
  const { verdict, guard } = judge('quick', { requests: 2000, control: 0, canary: 0, bad: [0.3, 0.1] });
  assert.deepEqual([verdict, guard?.verdict], ['pass', 'pass']);
  const early = judge('quick', { requests: 60, control: 0, canary: 0 });
  assert.equal(early.guard?.verdict, 'continue');
});

test('a better canary that is too slow is not promoted', () => {
  const { verdict } = judge('better', { requests: 2000, control: 0.02, canary: 0.6, bad: [0.3, 0.1] });
  assert.equal(verdict, 'fail');
});

test('an equal canary is rolled back in at most 5 % of rollouts, both guards together', () => {
  const rollouts = 200;
  const failed = Array.from({ length: rollouts }, (_, index) => {
    const answers = traffic(`equal ${index}`, { requests: 300, control: 0.3, canary: 0.3, bad: [0.3, 0.3] });
    return [100, 200, 300].some((seen) => judgeRollout(answers.slice(0, seen), config).verdict === 'fail');
  }).filter(Boolean).length;
  // 99.9 % quantile of Binomial(200, 0.05) is 20.
  assert.ok(failed <= 20, `${failed} of ${rollouts}`);
});

test('without a target there is no such guard, and the test of bad answers keeps its whole bound', () => {
  const answers = traffic('none', { requests: 100, control: 1, canary: 1 });
  const { slowerThanMs: _, ...none } = config;
  const alone = judgeRollout(answers, none).guards;
  assert.deepEqual(
    alone.map(({ metric }) => metric),
    ['bad-answer-rate'],
  );
  assert.equal(alone[0]?.line, Math.log(20));
  assert.deepEqual(
    judgeRollout(answers, config).guards.map(({ line }) => line),
    [Math.log(40), Math.log(40)],
  );
});
