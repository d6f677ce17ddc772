import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directionOf, formatQuantity } from './format-quantity.ts';

const shown = (...given: Parameters<typeof formatQuantity>) => {
  const { value, interval } = formatQuantity(...given);
  return `${value}${interval === undefined ? '' : ` [${interval}]`}`.replaceAll('\u202f', ' ');
};

test('a number has no more digits than its interval supports', () => {
  assert.equal(shown({ value: 0.70312, low: 0.582, high: 0.801 }, 'share'), '70 % [58 to 80 %]');
  assert.equal(shown({ value: 0.70312, low: 0.6981, high: 0.7079 }, 'share'), '70.3 % [69.8 to 70.8 %]');
  assert.equal(shown({ value: 4321, low: 3900, high: 4810 }, 'ms'), '4.3 s [3.9 to 4.8 s]');
  assert.equal(shown({ value: 0.000241, low: 0.000229, high: 0.000255 }, 'usd'), '$0.00024 [$0.00023 to $0.00026]');
});

test('without an interval three significant digits are the most', () => {
  assert.equal(shown({ value: 12.3456 }, 'ms'), '12.3 ms');
  assert.equal(shown({ value: 0.00168 }, 'ms'), '1.68 µs');
  assert.equal(shown({ value: 184_000 }, 'ms'), '3.07 min');
  assert.equal(shown({ value: 1234 }, 'count'), '1,234');
  assert.equal(shown({ value: 0 }, 'usd'), '$0');
  assert.equal(shown({ value: 0.55 }, 'share'), '55 %');
  assert.equal(shown({ value: 3.2399 }, 'usd'), '$3.24');
  assert.equal(shown({ value: 40 }, 'usd'), '$40');
  assert.equal(shown({ value: 0.002 }, 'usd'), '$0.002');
});

test('a difference has a direction only when its interval excludes zero', () => {
  assert.equal(directionOf({ value: 0.06, low: 0.004, high: 0.12 }, 'higher'), 'better');
  assert.equal(directionOf({ value: 0.06, low: 0.004, high: 0.12 }, 'lower'), 'worse');
  assert.equal(directionOf({ value: 0.06, low: -0.01, high: 0.12 }, 'higher'), 'undecided');
});
