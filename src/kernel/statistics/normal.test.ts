import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { normalCdf, normalQuantile, twoSidedZ } from './normal.ts';

const isNear = (actual: number, expected: number, relative: number): void => {
  const allowed = relative * Math.abs(expected);
  assert.ok(Math.abs(actual - expected) <= allowed, `${actual} is not ${expected}`);
};

test('the distribution function agrees with scipy 1.17', () => {
  for (const [z, expected] of [
    [-8, 6.22096057427174e-16],
    [-5, 2.866515718791933e-7],
    [-3, 0.0013498980316300933],
    [-1, 0.15865525393145707],
    [0.3, 0.6179114221889526],
    [1.96, 0.9750021048517795],
    [4.9, 0.9999995208167234],
    [7, 0.9999999999987201],
  ] as const) {
    isNear(normalCdf(z), expected, 1e-12);
  }
  assert.equal(normalCdf(0), 0.5);
});

test('the quantile agrees with scipy 1.17', () => {
  for (const [p, expected] of [
    [1e-300, -37.0470962993612],
    [1e-10, -6.361340902404056],
    [0.001, -3.090232306167813],
    [0.025, -1.9599639845400545],
    [0.3, -0.5244005127080409],
    [0.9999999, 5.199337582290661],
  ] as const) {
    isNear(normalQuantile(p), expected, 1e-13);
  }
  isNear(twoSidedZ(0.95), 1.959963984540054, 1e-14);
});

test('the quantile undoes the distribution function', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-8, max: 1 - 1e-8, noNaN: true }), (p) =>
      isNear(normalCdf(normalQuantile(p)), p, 1e-9),
    ),
  );
});

test('a probability of 0 or 1 has no finite quantile and throws', () => {
  assert.throws(() => normalQuantile(0), RangeError);
  assert.throws(() => twoSidedZ(1), RangeError);
});
