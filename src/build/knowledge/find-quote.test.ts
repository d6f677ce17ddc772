import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findQuote } from './find-quote.ts';
import { sectionText } from './section-text.ts';

const text =
  '# Limits\n\nThe **default** `bodyLimit` is\n1048576 bytes.\n\n## Why\n\nIt isn\u2019t free.\n\n# Else\n\nx\n';

const quoted = (quote: string): string | undefined => {
  const span = findQuote(text, quote);
  return span && text.slice(span.start, span.end);
};

test('a quote is found word for word, or without regard to layout', () => {
  assert.equal(quoted('1048576 bytes.'), '1048576 bytes.');
  assert.equal(quoted('the default bodyLimit is 1048576 bytes'), 'The **default** `bodyLimit` is\n1048576 bytes');
  assert.equal(quoted("isn't  free"), 'isn\u2019t free');
  assert.equal(quoted('two megabytes'), undefined);
  assert.equal(quoted(' '), undefined);
  assert.equal(quoted('**'), '**');
  assert.equal(quoted('*_*'), undefined);
});

test('any part of any text is found in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), fc.nat(), (whole, from, length) => {
      const part = whole.slice(from % whole.length, (from % whole.length) + 1 + (length % whole.length));
      const span = findQuote(whole, part.replaceAll(/\s+/g, '\n'));
      if (part.replaceAll(/[\s*_`]/g, '') !== '')
        assert.ok(span !== undefined && span.end > span.start && span.end <= whole.length);
    }),
  );
});

test('a section reaches to the next heading of its level', () => {
  const headings = [
    { text: 'Limits', level: 1, offset: 0 },
    { text: 'Why', level: 2, offset: text.indexOf('## Why') },
    { text: 'Else', level: 1, offset: text.indexOf('# Else') },
  ];
  assert.equal(sectionText(headings, text, 12), text.slice(0, text.indexOf('# Else')));
  assert.equal(sectionText(headings, text, text.indexOf('free')), '## Why\n\nIt isn\u2019t free.\n\n');
  assert.equal(sectionText([], text, 5), text);
});
