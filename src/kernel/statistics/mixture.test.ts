import assert from 'node:assert/strict';
import { test } from 'node:test';
import { geometricGrid, logMeanExp } from './mixture.ts';

test('the grid keeps its ends and its factor', () => {
  const grid = geometricGrid(1, 8, 4);
  [1, 2, 4, 8].forEach((expected, index) => {
    assert.ok(Math.abs((grid[index] ?? 0) - expected) < 1e-12);
  });
});

test('the log of a mean survives numbers that exp cannot hold', () => {
  assert.ok(Math.abs(logMeanExp([Math.log(2), Math.log(4)]) - Math.log(3)) < 1e-15);
  assert.equal(logMeanExp([5_000, 5_000]), 5_000);
  assert.equal(logMeanExp([-5_000, -5_000]), -5_000);
});
