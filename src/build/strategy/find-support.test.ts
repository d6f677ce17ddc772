import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Passage } from '#build/knowledge/contract';
import { findSupport } from './find-support.ts';

const passage = (id: string, text: string): Passage => ({
  id,
  documentId: `m/${id}`,
  source: 'm',
  title: id,
  headingPath: [],
  start: 100,
  end: 100 + text.length,
  text,
  rank: 1,
  score: 1,
});

const passages = [
  passage('a', 'The keep-alive timeout defaults to 72 seconds. Servers close idle sockets.'),
  passage('b', 'Idle sockets are closed by servers after the timeout.'),
];

const quoteOf = (answer: string): string | undefined => {
  const [sentence] = findSupport(answer, passages);
  return (
    sentence?.support && sentence.support.passage.text.slice(sentence.support.span.start, sentence.support.span.end)
  );
};

test('a sentence is supported by the place that says the same', () => {
  assert.equal(
    quoteOf('By default the keep-alive timeout is 72 seconds.'),
    'The keep-alive timeout defaults to 72 seconds.',
  );
});

test('a number that no place holds is made up', () => {
  assert.equal(quoteOf('By default the keep-alive timeout is 60 seconds.'), undefined);
});

test('the passage number that the model wrote breaks a tie', () => {
  assert.equal(quoteOf('Servers close idle sockets [2].'), 'Idle sockets are closed by servers after the timeout.');
  assert.equal(quoteOf('Servers close idle sockets [1].'), 'Servers close idle sockets.');
});

test('code that only borrows names is not supported', () => {
  const [code] = findSupport('```js\nservers.timeout(idleSockets, "keep-alive", launchRockets, again)\n```', passages);
  assert.equal(code?.support, undefined);
});

test('small talk needs no support', () => {
  assert.deepEqual(
    findSupport('Sure!', passages).map(({ factual }) => factual),
    [false],
  );
});
