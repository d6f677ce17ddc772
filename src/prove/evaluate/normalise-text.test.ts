import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { holdsPhrase, normaliseText } from './normalise-text.ts';

test('case, markup, quotes, dashes, white space and outer punctuation do not matter', () => {
  assert.equal(normaliseText('  “The `bodyLimit`\n is **1048576** bytes.” '), 'the bodylimit is 1048576 bytes');
  assert.equal(normaliseText('FST\\_ERR\\_X'), 'fst_err_x');
  assert.equal(normaliseText('it’s 5–10'), "it's 5-10");
});

test('a phrase begins a word, and a number ends where it ends', () => {
  const held: readonly (readonly [string, string, boolean])[] = [
    ['status 503 is sent', '503', true],
    ['port 15033', '503', false],
    ['port 5033', '503', false],
    ['waits 72000ms', '72000', true],
    ['a mapping', 'pin', false],
    ['pinning it', 'pin', true],
    ['experimental_telemetry', 'telemetry', true],
    ['mapping and a pin', 'pin', true],
    ['', '', false],
  ];
  for (const [text, phrase, expected] of held)
    assert.equal(holdsPhrase(text, phrase), expected, `${phrase} in ${text}`);
});

test('normalising is idempotent', () => {
  fc.assert(
    fc.property(fc.string(), (text) => normaliseText(normaliseText(text)) === normaliseText(text)),
    { numRuns: 300 },
  );
});
