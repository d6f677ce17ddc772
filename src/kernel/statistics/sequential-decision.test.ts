import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guardDefaults } from './guard-defaults.ts';
import { combineDecisions, sequentialDecision } from './sequential-decision.ts';

const none = { worse: 0, notWorse: 0, canaryUnits: 500 };

test('the evidence must reach 1 / alpha, for either answer', () => {
  assert.equal(sequentialDecision({ ...none, worse: Math.log(101) }).verdict, 'fail');
  assert.equal(sequentialDecision({ ...none, worse: Math.log(99) }).verdict, 'continue');
  assert.equal(sequentialDecision({ ...none, notWorse: Math.log(21) }).verdict, 'pass');
  assert.equal(sequentialDecision({ ...none, notWorse: Math.log(19) }).verdict, 'continue');
  const strict = { ...guardDefaults.error, rollbackAlpha: 0.001 };
  assert.equal(sequentialDecision({ ...none, worse: Math.log(101) }, strict).verdict, 'continue');
});

test('a canary that is worse within the margin fails', () => {
  assert.equal(sequentialDecision({ ...none, worse: 9, notWorse: 9 }).verdict, 'fail');
});

test('a fail waits for the minimum number of canary units and says so', () => {
  const early = sequentialDecision({ worse: 9, notWorse: 0, canaryUnits: 12 });
  assert.equal(early.verdict, 'continue');
  assert.match(early.sentence, /12 canary units and 30 are asked for/);
});

test('the sentence gives the evidence and what was needed', () => {
  assert.equal(
    sequentialDecision({ ...none, worse: Math.log(143) }).sentence,
    'The canary is worse: the evidence is 143 to 1, and 100 to 1 was needed.',
  );
  assert.match(sequentialDecision({ ...none, worse: 400 }).sentence, /over 1,000,000 to 1/);
  assert.match(sequentialDecision({ ...none, worse: Math.log(0.012) }).sentence, /0.012 to 1 of 100 to 1/);
});

test('nonsense throws instead of deciding', () => {
  assert.throws(() => sequentialDecision({ ...none, worse: Number.NaN }), RangeError);
  assert.throws(() => sequentialDecision(none, { rollbackAlpha: 0 }), RangeError);
});

test('one failure fails the rollout, only unanimity passes it, no guardrail decides nothing', () => {
  const [fail, pass, open] = [
    sequentialDecision({ ...none, worse: 9 }),
    sequentialDecision({ ...none, notWorse: 9 }),
    sequentialDecision(none),
  ];
  assert.equal(combineDecisions({ error: pass, judge: fail, latency: open }).verdict, 'fail');
  assert.match(combineDecisions({ error: pass, judge: fail }).sentence, /^judge: The canary is worse/);
  assert.equal(combineDecisions({ error: pass, latency: open }).verdict, 'continue');
  assert.equal(combineDecisions({ error: pass, latency: pass }).verdict, 'pass');
  assert.equal(combineDecisions({}).verdict, 'continue');
});

test('the shares of a false rollback sum to 5 percent', () => {
  const shares = Object.values(guardDefaults).map(({ rollbackAlpha }) => rollbackAlpha);
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 0.05) < 1e-15);
});
