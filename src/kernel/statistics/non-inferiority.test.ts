import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nonInferiority } from './non-inferiority.ts';

test('the interval decides, not its significance', () => {
  const margin = 0.02;
  assert.equal(nonInferiority({ low: 0.01, high: 0.05 }, { margin }), 'better');
  assert.equal(nonInferiority({ low: -0.01, high: 0.05 }, { margin }), 'not-worse');
  assert.equal(nonInferiority({ low: -0.019, high: -0.001 }, { margin }), 'not-worse');
  assert.equal(nonInferiority({ low: -0.08, high: -0.01 }, { margin }), 'worse');
  assert.equal(nonInferiority({ low: -0.2, high: 0.2 }, { margin }), 'undecided');
});

test('for latency lower is better', () => {
  const options = { margin: 50, direction: 'lower' } as const;
  assert.equal(nonInferiority({ low: -300, high: -100 }, options), 'better');
  assert.equal(nonInferiority({ low: -10, high: 40 }, options), 'not-worse');
  assert.equal(nonInferiority({ low: 20, high: 90 }, options), 'worse');
  assert.throws(() => nonInferiority({ low: 0, high: 1 }, { margin: -1 }), RangeError);
});
