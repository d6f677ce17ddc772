import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appliesTo, ceilingText, dollars, usedShare } from './limit-words.ts';

const standing = {
  level: 'key' as const,
  subject: 'k1',
  kind: 'day' as const,
  amount: 4e9,
  action: 'block' as const,
  alerts: [],
  since: '2026-11-23T00:00:00Z',
  spent: 1e9,
  held: 1e9,
};

test('limits are said with their unit', () => {
  assert.equal(ceilingText(standing), '$4.00 a day');
  assert.equal(ceilingText({ kind: 'tokens', amount: 100_000 }), '100,000 tokens a minute');
  assert.equal(ceilingText({ kind: 'concurrency', amount: 4 }), '4 at once');
  assert.deepEqual([0, 12_340, 5e6, 1_234_560_000_000].map(dollars), ['$0.00', '$0.000012', '$0.005', '$1,234.56']);
});

test('what is held counts as used, and nothing of nothing is all of it', () => {
  assert.equal(usedShare(standing), 0.5);
  assert.equal(usedShare({ ...standing, amount: 0 }), 1);
});

test('a key is held back by its own limits and by those of what it belongs to', () => {
  const key = { id: 'k1', team: 'search' };
  assert.equal(appliesTo(standing, key), true);
  assert.equal(appliesTo({ level: 'key', subject: '*' }, key), true);
  assert.equal(appliesTo({ level: 'key', subject: 'k2' }, key), false);
  assert.equal(appliesTo({ level: 'team', subject: 'search' }, key), true);
  assert.equal(appliesTo({ level: 'organisation', subject: '*' }, key), false);
  assert.equal(appliesTo({ level: 'project', subject: '*' }, key), true);
  assert.equal(appliesTo({ level: 'user', subject: '*' }, key), false);
});
