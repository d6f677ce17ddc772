import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { betaCdf, betaQuantile, binomialCdf, logGamma, studentCdf, twoSidedT } from './beta.ts';

const isNear = (actual: number, expected: number, relative = 1e-11): void => {
  const allowed = relative * Math.max(Math.abs(expected), 1e-3);
  assert.ok(Math.abs(actual - expected) <= allowed, `${actual} is not ${expected}`);
};

test('logGamma agrees with scipy 1.17', () => {
  isNear(logGamma(0.1), 2.252712651734206);
  isNear(logGamma(0.5), 0.5723649429247);
  isNear(logGamma(1), 0);
  isNear(logGamma(10.5), 13.940625219403763);
  isNear(logGamma(1e6), 12815504.569147611);
});

test('the incomplete beta agrees with scipy 1.17, large and lopsided parameters included', () => {
  isNear(betaCdf(0.3, 2.5, 7), 0.6412224629717214);
  isNear(betaCdf(0.999, 200, 0.5), 0.5272441070252349);
  isNear(betaCdf(0.5, 10_000, 10_050), 0.6380006840979403, 1e-9);
  isNear(betaCdf(1e-5, 0.1, 3), 0.36524240567287847);
  isNear(betaCdf(0.9, 0.5, 0.5), 0.7951672353008665);
  assert.equal(betaCdf(0, 2, 3), 0);
  assert.equal(betaCdf(1, 2, 3), 1);
  assert.throws(() => betaCdf(0.5, 0, 1), RangeError);
});

test('the Beta stopping rule gives the golden values of Adaptive-Consistency', () => {
  for (const [first, second, expected] of [
    [4, 0, '0.96875'],
    [3, 0, '0.93750'],
    [5, 1, '0.93750'],
    [8, 2, '0.96729'],
  ] as const) {
    assert.equal((1 - betaCdf(0.5, first + 1, second + 1)).toFixed(5), expected);
  }
});

test('the beta quantile undoes the distribution function', () => {
  const parameter = fc.double({ min: 0.5, max: 500, noNaN: true });
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), parameter, parameter, (p, a, b) =>
      isNear(betaCdf(betaQuantile(p, a, b), a, b), p, 1e-8),
    ),
  );
});

test('the binomial distribution agrees with scipy 1.17 and with its sum', () => {
  isNear(binomialCdf(3, 10, 0.25), 0.7758750915527344);
  isNear(binomialCdf(480, 1_000, 0.5), 0.10872414660207075);
  assert.equal(binomialCdf(-1, 10, 0.5), 0);
  assert.equal(binomialCdf(10, 10, 0.5), 1);
});

test("Student's t agrees with scipy 1.17 and the tables", () => {
  isNear(twoSidedT(0.95, 1), 12.706204736174694);
  isNear(twoSidedT(0.95, 2), 4.302652729749462);
  isNear(twoSidedT(0.95, 9), 2.262157162798205);
  isNear(twoSidedT(0.95, 1_000), 1.9623390808264083, 1e-9);
  isNear(studentCdf(-2.5, 7), 0.020496109292876444);
  isNear(studentCdf(1.3, 3.5), 0.8637022920978149);
});
