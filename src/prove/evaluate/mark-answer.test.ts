import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markAnswer } from './mark-answer.ts';
import { makeAnswer, makeCase } from './testing.ts';

test('an answer is bad exactly when evaluation would count a failure', () => {
  const given = makeCase({ id: 'a', facts: [['yes']] });
  assert.equal(markAnswer(given, makeAnswer({ text: 'Yes.' })), 'good');
  assert.equal(markAnswer(given, makeAnswer({ text: 'No.' })), 'bad');
  assert.equal(markAnswer(given, makeAnswer({ text: 'Yes.', refused: true })), 'bad');
  assert.equal(markAnswer(makeCase({ id: 'u', answerable: false }), makeAnswer({ refused: true })), 'good');
});
