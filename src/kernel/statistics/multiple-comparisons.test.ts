import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { benjaminiHochberg, holm } from './multiple-comparisons.ts';

const rounded = (ps: readonly number[]): readonly number[] => ps.map((p) => Number(p.toFixed(6)));

test('Holm and Benjamini-Hochberg agree with R p.adjust, in the order given', () => {
  const ps = [0.01, 0.04, 0.03, 0.005, 0.5];
  assert.deepEqual(rounded(holm(ps)), [0.04, 0.09, 0.09, 0.025, 0.5]);
  assert.deepEqual(rounded(benjaminiHochberg(ps)), [0.025, 0.05, 0.05, 0.025, 0.5]);
  assert.deepEqual(holm([]), []);
  assert.throws(() => holm([1.2]), RangeError);
});

test('an adjusted p is never smaller than the p, and Holm never below Benjamini-Hochberg', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(share), (ps) => {
      const [family, found] = [holm(ps), benjaminiHochberg(ps)];
      return ps.every((p, index) => {
        const [strict, loose] = [family[index] ?? 0, found[index] ?? 0];
        return p <= loose + 1e-15 && loose <= strict + 1e-15 && strict <= 1;
      });
    }),
  );
});
