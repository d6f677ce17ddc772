import assert from 'node:assert/strict';
import { test } from 'node:test';
import { standardError, studentMean, studentP } from './student-mean.ts';
import { isDegenerate, toUnits } from './units.ts';

const scores = [0.1, 0.5, 0.9, 0.3, 0.8, 0.75, 0.2, 0.95, 0.6, 0.4];

test('the interval and the p value agree with scipy 1.17', () => {
  const estimate = studentMean(scores);
  assert.ok(estimate);
  assert.ok(Math.abs(estimate.low - 0.33672177734342257) < 1e-10);
  assert.ok(Math.abs(estimate.high - 0.7632782226565775) < 1e-10);
  const shifted = toUnits(scores.map((score) => score - 0.4));
  assert.ok(Math.abs(studentP(shifted) - 0.14607533820873025) < 1e-10);
});

test('the clustered standard error follows its formula: groups of equal values count once', () => {
  const values = [1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0];
  const clusters = ['a', 'a', 'a', 'b', 'b', 'b', 'c', 'c', 'c', 'd', 'd', 'd'];
  const alone = standardError(toUnits([1, 0, 1, 0]));
  assert.ok(Math.abs(standardError(toUnits(values, clusters)) - alone) < 1e-15);
  const estimate = studentMean(values, { clusters });
  assert.equal(estimate?.n, 4);
  assert.equal(estimate?.method, 'clustered-student-t');
});

test('a missing cluster id, a missing value or a NaN throws', () => {
  assert.throws(() => studentMean([1, 0], { clusters: ['a'] }), RangeError);
  assert.throws(() => studentMean([1, 0], { clusters: ['a', ''] }), RangeError);
  assert.throws(() => studentMean([1, Number.NaN]), RangeError);
});

test('fewer than two independent units give no interval', () => {
  assert.equal(studentMean([]), undefined);
  assert.equal(studentMean([0.3]), undefined);
  assert.equal(studentMean([0.3, 0.4], { clusters: ['a', 'a'] }), undefined);
});

test('equal values are degenerate in spite of rounding', () => {
  assert.equal(isDegenerate(toUnits(Array.from({ length: 7 }, () => 0.1))), true);
  assert.equal(isDegenerate(toUnits([0, 0, 0])), true);
  assert.equal(isDegenerate(toUnits([0.1, 0.1, 0.1000001])), false);
});
