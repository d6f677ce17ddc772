import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fuseHits, type FusionInput } from './fuse-hits.ts';
import type { IndexHit } from './port.ts';

const hits = (scores: Readonly<Record<string, number>>): readonly IndexHit[] =>
  Object.entries(scores).map(([id, score]) => ({ id, row: 0n, score }));

const fuse = (text: Record<string, number>, dense: Record<string, number>, options: Partial<FusionInput> = {}) =>
  fuseHits({ text: hits(text), dense: hits(dense), denseWeight: 0.5, fusion: 'normalised', ...options }).map(
    ({ id, score }) => `${id} ${score.toFixed(3)}`,
  );

test('scores are scaled to the same range before they are added', () => {
  assert.deepEqual(fuse({ a: 20, b: 10 }, { b: 0.8, c: 0.7, d: 0.6 }), ['b 0.750', 'a 0.500', 'c 0.250', 'd 0.000']);
});

test('the weight decides between the lists, and one list alone keeps its order', () => {
  assert.equal(fuse({ a: 2, b: 1 }, { b: 0.9, a: 0.1 }, { denseWeight: 0.2 })[0], 'a 0.800');
  assert.equal(fuse({ a: 2, b: 1 }, { b: 0.9, a: 0.1 }, { denseWeight: 0.8 })[0], 'b 0.900');
  assert.deepEqual(fuse({ a: 2, b: 1 }, {}), ['a 0.500', 'b 0.250']);
  assert.deepEqual(fuse({}, {}), []);
});

test('rank fusion looks at ranks only', () => {
  assert.deepEqual(fuse({ a: 100, b: 1 }, { b: 0.9 }, { fusion: 'rrf' }), ['b 0.992', 'a 0.500']);
});

test('equal scores stand in the order of their ids, whatever the scores', () => {
  assert.deepEqual(fuse({ z: 1, a: 1 }, {}), ['a 0.500', 'z 0.500']);
  const list = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.double({ min: 0, max: 50, noNaN: true }));
  fc.assert(
    fc.property(list, list, fc.double({ min: 0, max: 1, noNaN: true }), (text, dense, denseWeight) => {
      const fused = fuseHits({ text: hits(text), dense: hits(dense), denseWeight, fusion: 'normalised' });
      for (const { score } of fused) assert.ok(score >= 0 && score <= 1 + 1e-9);
      assert.equal(fused.length, new Set([...Object.keys(text), ...Object.keys(dense)]).size);
    }),
  );
});
