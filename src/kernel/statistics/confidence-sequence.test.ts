import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMeanSequence, meanSequenceEstimate, observeMeanSequence } from './confidence-sequence.ts';
import { createRandom } from './random.ts';

const psi = (weight: number): number => (-Math.log(1 - weight) - weight) / 4;

test('before the first value there is no interval; after one it is all of [0, 1]', () => {
  const start = createMeanSequence();
  assert.equal(meanSequenceEstimate(start), undefined);
  const one = meanSequenceEstimate(observeMeanSequence(start, 0.5));
  assert.deepEqual([one?.low, one?.high, one?.n], [0, 1, 1]);
  assert.throws(() => observeMeanSequence(start, 1.1), RangeError);
  assert.throws(() => createMeanSequence({ level: 1 }), RangeError);
});

test('the running sums give the published formula', () => {
  const values = [0.9, 0.2, 0.7, 0.7, 0.1, 1, 0, 0.4];
  const means = values.map((_, t) => (0.5 + values.slice(0, t + 1).reduce((a, b) => a + b, 0)) / (t + 2));
  const variances = values.map((_, t) => {
    const squares = values.slice(0, t + 1).map((x, i) => (x - (means[i] ?? 0)) ** 2);
    return (0.25 + squares.reduce((a, b) => a + b, 0)) / (t + 2);
  });
  const lambdas = values.map((_, i) => {
    const t = i + 1;
    const variance = variances[i - 1] ?? 0.25;
    return Math.min(0.5, Math.sqrt((2 * Math.log(40)) / (variance * t * Math.log(1 + t))));
  });
  const sum = lambdas.reduce((a, b) => a + b, 0);
  const value = lambdas.reduce((total, l, i) => total + l * (values[i] ?? 0), 0) / sum;
  const penalty = lambdas.reduce(
    (total, l, i) => total + 4 * ((values[i] ?? 0) - (means[i - 1] ?? 0.5)) ** 2 * psi(l),
    0,
  );
  const state = values.reduce(observeMeanSequence, createMeanSequence());
  assert.ok(Math.abs(state.weighted / state.weights - value) < 1e-14);
  assert.ok(Math.abs(state.penalties - penalty) < 1e-14);
});

test('looked at after every value, it misses the truth in at most 5 percent of the runs', () => {
  const random = createRandom('sequence');
  let missed = 0;
  for (let run = 0; run < 200; run++) {
    let state = createMeanSequence();
    let everMissed = false;
    for (let step = 0; step < 300; step++) {
      state = observeMeanSequence(state, random() ** 3);
      const estimate = meanSequenceEstimate(state);
      everMissed ||= estimate !== undefined && (estimate.low > 0.25 || estimate.high < 0.25);
    }
    const end = meanSequenceEstimate(state);
    assert.ok(end && end.high - end.low < 0.35, `width ${end && end.high - end.low}`);
    missed += Number(everMissed);
  }
  assert.ok(missed <= 20, `${missed} of 200 missed`);
});
