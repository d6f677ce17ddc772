import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fingerprintOf, whyStale } from './fingerprint.ts';

test('the same parts give the same fingerprint in any order', () => {
  assert.equal(fingerprintOf({ a: 1, b: [2] }), fingerprintOf({ b: [2], a: 1 }));
});

test('a change is named, and so is a part that came or went', () => {
  const before = fingerprintOf({ code: 'x', config: { k: 1 }, old: 1 });
  const after = fingerprintOf({ code: 'x', config: { k: 2 }, fresh: 1 });
  assert.equal(whyStale(before, after), 'changed: config, old, fresh');
  assert.equal(whyStale(before, before), undefined);
  assert.equal(whyStale(undefined, before), 'it never ran');
});
