import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitSpans } from './split-spans.ts';

const kinds = (text: string) => splitSpans(text).map(({ kind, text: quoted }) => [kind, quoted]);

test('sentences, items, rows, code and headings are told apart', () => {
  const text = [
    '## Options',
    '',
    'The default is 302. It can be changed, e.g. to 301.',
    'A line that goes on.',
    '',
    '- one item',
    '  goes on',
    '- another. With two sentences.',
    '',
    '| a | b |',
    '|---|---|',
    '| 1 | 2 |',
    '',
    '```js',
    'call();',
    '',
    'end();',
    '```',
    '<Note>',
    'Inside a note.',
    '</Note>',
  ].join('\n');
  assert.deepEqual(kinds(text), [
    ['heading', '## Options'],
    ['sentence', 'The default is 302.'],
    ['sentence', 'It can be changed, e.g. to 301.'],
    ['sentence', 'A line that goes on.'],
    ['item', '- one item\n  goes on'],
    ['item', '- another. With two sentences.'],
    ['row', '| a | b |'],
    ['row', '| 1 | 2 |'],
    ['code', '```js\ncall();\n\nend();\n```'],
    ['sentence', 'Inside a note.'],
  ]);
});

test('an open code block goes to the end of the passage', () => {
  assert.deepEqual(kinds('```js\ncall();'), [['code', '```js\ncall();']]);
});

test('every span is the text between its offsets, in order and without overlap', () => {
  const line = fc.constantFrom(
    '# H',
    'One. Two',
    '- item',
    '| a |',
    '```',
    '',
    '   text',
    '|---|',
    '1. first',
    '<Tag>',
  );
  const property = fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
    const text = lines.join('\n');
    let end = 0;
    for (const span of splitSpans(text)) {
      assert.equal(span.text, text.slice(span.start, span.end));
      assert.ok(span.start >= end && span.end > span.start);
      end = span.end;
    }
  });
  fc.assert(property);
});
