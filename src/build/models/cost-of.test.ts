import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptedCard } from './testing.ts';
import { costOf } from './cost-of.ts';

test('cached tokens have a price of their own', () => {
  const card = { ...scriptedCard, price: { input: 0.4, cachedInput: 0.1, output: 1.6 } };
  // 600 fresh at 0.4, 400 cached at 0.1, 100 out at 1.6 dollars a million: 0.00044 dollars.
  assert.equal(costOf(card, { inputTokens: 1000, cachedInputTokens: 400, outputTokens: 100 }), 440_000);
});

test('a local model costs nothing', () => {
  assert.equal(costOf(scriptedCard, { inputTokens: 5, cachedInputTokens: 9, outputTokens: 5 }), 0);
});
