import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { choose, createRandom, randomInteger, shuffle } from './random.ts';

const draw = (count: number, seed: string | number): readonly number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, random);
};

test('a seed always gives the same numbers, so that a stored seed reproduces a result', () => {
  assert.deepEqual(draw(20, 'a'), draw(20, 'a'));
  assert.deepEqual(draw(20, 7), draw(20, '7'));
  assert.notDeepEqual(draw(20, 'a'), draw(20, 'b'));
  assert.deepEqual(
    draw(3, 'throughline').map((u) => u * 2 ** 32),
    [3144066463, 2974544042, 1790203428],
  );
});

test('the numbers are uniform: chi-square over 100 bins, mean, and neighbours do not correlate', () => {
  const numbers = draw(100_000, 1);
  const bins = new Float64Array(100);
  for (const u of numbers) bins[Math.floor(u * 100)] = (bins[Math.floor(u * 100)] ?? 0) + 1;
  const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  assert.ok(chiSquare > 55 && chiSquare < 155, `chi-square(99) = ${chiSquare}`);
  const products = numbers.map((u, index) => (u - 0.5) * ((numbers[index + 1] ?? 0.5) - 0.5) * 12);
  const correlation = products.reduce((sum, product) => sum + product, 0) / numbers.length;
  assert.ok(Math.abs(correlation) < 4 / Math.sqrt(numbers.length), `correlation ${correlation}`);
});

test('nearby seeds start far apart', () => {
  const firsts = new Set(Array.from({ length: 10_000 }, (_, seed) => createRandom(seed)()));
  assert.ok(firsts.size > 9_995);
});

test('an integer stays below its bound, a choice comes from the items', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 1e9 }), (seed, below) => {
      const integer = randomInteger(createRandom(seed), below);
      return Number.isInteger(integer) && integer >= 0 && integer < below;
    }),
  );
  assert.equal(choose(createRandom(1), []), undefined);
  assert.ok(['x', 'y'].includes(choose(createRandom(1), ['x', 'y']) ?? ''));
});

test('a shuffle keeps the items and reaches every order about equally often', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
      const ascending = (a: number, b: number): number => a - b;
      assert.deepEqual(shuffle(createRandom(seed), items).toSorted(ascending), items.toSorted(ascending));
    }),
  );
  const random = createRandom('orders');
  const seen = new Map<string, number>();
  for (let round = 0; round < 6_000; round++) {
    const order = shuffle(random, ['a', 'b', 'c']).join('');
    seen.set(order, (seen.get(order) ?? 0) + 1);
  }
  assert.equal(seen.size, 6);
  assert.ok([...seen.values()].every((count) => count > 850 && count < 1_150));
});
