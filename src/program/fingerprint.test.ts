import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fingerprintOf, whyStale } from './fingerprint.ts';

test('the same parts give the same fingerprint in any order', () => {
  assert.equal(fingerprintOf({ a: 1, b: [2] }), fingerprintOf({ b: [2], a: 1 }));
});

test('a change is named, and so is a part that came or went', () => {
  const before = fingerprintOf({ code: 'x', config: { k: 1 }, old: 1 });
  const after = fingerprintOf({ code: 'x', config: { k: 2 }, fresh: 1 });
  assert.equal(whyStale(before, after), 'changed: its settings, old and fresh');
  assert.equal(whyStale(before, before), undefined);
  assert.equal(whyStale(undefined, before), 'it never ran');
});

test('what earlier stages wrote is named by the stage, once, and a long list is cut', () => {
  const reads = ['data/dataset', 'data/quality-report', 'models/selection', 'prompts/prompt', 'tools/tool'];
  const parts = (version: number, types: readonly string[]) => Object.fromEntries(types.map((type) => [type, version]));
  const why = (types: readonly string[], more = {}) =>
    whyStale(
      fingerprintOf({ ...parts(1, types), code: 1 }),
      fingerprintOf({ ...parts(2, types), code: 1, ...more }),
      reads,
    );
  assert.equal(why(reads.slice(0, 3)), 'changed: results of data and models');
  assert.equal(why(reads, { code: 2 }), 'changed: the program, results of data, models and 2 more');
  assert.equal(why(['a.yaml', 'b/c.yaml', 'd', 'e', 'f']), 'changed: a.yaml, b/c.yaml and 3 more');
});
