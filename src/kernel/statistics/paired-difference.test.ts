import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { mcnemar } from './mcnemar.ts';
import { pairedDifference } from './paired-difference.ts';
import { createRandom } from './random.ts';
import { standardError } from './student-mean.ts';
import { tangoInterval } from './tango.ts';
import { toUnits } from './units.ts';

const repeat = (count: number, value: number): readonly number[] => Array.from({ length: count }, () => value);

/** Pairs with these discordant counts, everything else a tie. */
const pairsOf = (wins: number, losses: number, n: number) => ({
  baseline: [...repeat(wins, 0), ...repeat(losses, 1), ...repeat(n - wins - losses, 1)],
  candidate: [...repeat(wins, 1), ...repeat(losses, 0), ...repeat(n - wins - losses, 1)],
});

test('the recorded GSM8K pairs give their golden values', () => {
  const verified = pairedDifference(pairsOf(360, 76, 1_319));
  assert.equal(verified?.difference.value.toFixed(5), '0.21531');
  assert.equal(verified?.difference.low.toFixed(4), '0.1866');
  assert.equal(verified?.difference.high.toFixed(4), '0.2442');
  const differences = [...repeat(360, 1), ...repeat(76, -1), ...repeat(883, 0)];
  assert.equal(standardError(toUnits(differences)).toFixed(5), '0.01468');
  const smaller = pairedDifference(pairsOf(209, 152, 1_319));
  assert.equal(smaller?.difference.value.toFixed(5), '0.04321');
  assert.equal(smaller?.p.toFixed(5), '0.00315');
  assert.deepEqual([smaller?.wins, smaller?.losses], [209, 152]);
});

test('McNemar agrees with scipy 1.17, mid-p included', () => {
  const { p, midP } = mcnemar(209, 152);
  assert.ok(Math.abs(p - 0.003150656880360618) < 1e-12);
  assert.ok(Math.abs(midP - 0.0026873913284713906) < 1e-12);
  assert.ok(Math.abs(mcnemar(2, 10).p - 0.03857421875) < 1e-12);
  assert.deepEqual(mcnemar(0, 0), { p: 1, midP: 1 });
  assert.throws(() => mcnemar(1.5, 2), RangeError);
});

test("Tango's interval agrees with a numerical constrained likelihood", () => {
  const small = tangoInterval({ wins: 9, losses: 2, n: 30 }, 0.95);
  assert.ok(Math.abs(small.low - 0.0189053) < 1e-5 && Math.abs(small.high - 0.4342796) < 1e-5);
  const lost = tangoInterval({ wins: 0, losses: 5, n: 40 }, 0.95);
  assert.ok(Math.abs(lost.low + 0.2611212) < 1e-5 && Math.abs(lost.high + 0.0264257) < 1e-5);
});

test('ten equal outcomes do not prove equality', () => {
  for (const outcomes of [repeat(10, 1), repeat(10, 0.7)]) {
    const same = pairedDifference({ baseline: outcomes, candidate: outcomes });
    assert.ok(same && same.difference.low < -0.2 && same.difference.high > 0.2);
    assert.equal(same.p, 1);
  }
});

test('graded outcomes: t for few cases, seeded bootstrap for many, rounding is no difference', () => {
  const random = createRandom('graded');
  const baseline = Array.from({ length: 200 }, () => random() * 0.8);
  const candidate = baseline.map((score) => score + 0.1 * random());
  const many = pairedDifference({ baseline, candidate });
  assert.equal(many?.difference.method, 'paired-bootstrap');
  assert.ok(many.p < 0.001 && many.difference.low > 0.04 && many.difference.high < 0.06);
  const few = pairedDifference({ baseline: baseline.slice(0, 9), candidate: candidate.slice(0, 9) });
  assert.equal(few?.difference.method, 'student-t');
  const rounded = pairedDifference({ baseline: [0.3, 0.6], candidate: [0.1 + 0.2, 0.6] });
  assert.equal(rounded?.wins, 0);
});

test('clusters are resampled whole, so copies of a case add nothing', () => {
  const random = createRandom('clusters');
  const baseline = Array.from({ length: 40 }, () => Number(random() < 0.5));
  const candidate = baseline.map((score) => (random() < 0.3 ? 1 : score));
  const ids = baseline.map((_, index) => `case ${index}`);
  const copied = pairedDifference(
    { baseline: [...baseline, ...baseline], candidate: [...candidate, ...candidate] },
    { clusters: [...ids, ...ids] },
  );
  const alone = pairedDifference({ baseline, candidate }, { range: 'unbounded' });
  assert.equal(copied?.difference.n, 40);
  assert.equal(copied.difference.low, alone?.difference.low);
});

test('pairs that do not match throw; no pairs or one unbounded pair give nothing', () => {
  assert.throws(() => pairedDifference({ baseline: [1], candidate: [] }), RangeError);
  assert.equal(pairedDifference({ baseline: [], candidate: [] }), undefined);
  assert.equal(pairedDifference({ baseline: [3], candidate: [9] }), undefined);
  const one = pairedDifference({ baseline: [0.2], candidate: [0.9] });
  assert.ok(one && one.p > 0.999 && one.difference.low < 0 && one.difference.high <= 1);
});

test('swapping the candidates mirrors the difference and keeps the p value', () => {
  const outcomes = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(outcomes, (pairs) => {
      const baseline = pairs.map(([first]) => Number(first));
      const candidate = pairs.map(([, second]) => Number(second));
      const there = pairedDifference({ baseline, candidate });
      const back = pairedDifference({ baseline: candidate, candidate: baseline });
      assert.ok(there && back && Math.abs(there.p - back.p) < 1e-12);
      assert.ok(Math.abs(there.difference.low + back.difference.high) < 1e-9);
    }),
  );
});

test('no difference is called significant about as rarely as promised', () => {
  const random = createRandom('null');
  let [graded, binary] = [0, 0];
  for (let run = 0; run < 300; run++) {
    const baseline = Array.from({ length: 40 }, random);
    const candidate = Array.from({ length: 40 }, random);
    const options = { seed: run, resamples: 500 };
    if ((pairedDifference({ baseline, candidate }, options)?.p ?? 1) < 0.05) graded++;
    const pairs = { baseline: baseline.map(Math.round), candidate: candidate.map(Math.round) };
    if ((pairedDifference(pairs)?.p ?? 1) < 0.05) binary++;
  }
  assert.ok(graded <= 30 && binary <= 20, `${graded} and ${binary} of 300`);
});
