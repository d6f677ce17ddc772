import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeNodes, visibleNodes, type LineageNode } from './layers.ts';

const node = (hash: string): LineageNode => ({
  hash,
  type: `x/${hash}`,
  stage: 'x',
  inputs: [],
  createdAt: '',
  label: hash,
});
const nodes = ['a', 'b', 'c', 'd'].map(node);
const edges = [
  { from: 'a', to: 'b' },
  { from: 'b', to: 'c' },
  { from: 'a', to: 'c' },
  { from: 'c', to: 'd' },
];

test('inputs stand left of the start by their longest way, users right of it', () => {
  const columns = Object.fromEntries(placeNodes('c', nodes, edges).map(({ node: { hash }, x }) => [hash, x / 250]));
  assert.deepEqual(columns, { a: -2, b: -1, c: 0, d: 1 });
});

test('the graph opens step by step', () => {
  const shown = (open: readonly string[]) => visibleNodes('c', new Set(open), { nodes, edges }).map(({ hash }) => hash);
  assert.deepEqual(shown([]), ['c']);
  assert.deepEqual(shown(['c']), ['a', 'b', 'c', 'd']);
  assert.deepEqual(shown(['d']), ['c', 'd']);
});
