import assert from 'node:assert/strict';
import { cpuUsage } from 'node:process';
import { test } from 'node:test';
import fc from 'fast-check';
import { findLinks } from './find-links.ts';
import { findHeadings, normaliseDocument } from './normalise-document.ts';

test('front matter gives the title, and headings point at their lines', () => {
  const page = normaliseDocument('a.mdx', '---\ntitle: On: colons\nx: 1\n---\n\n# On\n\n\n\ntext  \n\n## `two()`\n');
  assert.equal(page?.title, 'On: colons');
  assert.equal(page?.text, '# On\n\ntext\n\n## `two()`\n');
  assert.deepEqual(findHeadings('a.mdx', page?.text ?? ''), [
    { text: 'On', level: 1, offset: 0 },
    { text: '`two()`', level: 2, offset: 12 },
  ]);
});

test('without front matter the first heading is the title, else the file name', () => {
  assert.equal(normaliseDocument('x.md', 'intro\n\n## `Plan` B\n')?.title, 'Plan B');
  assert.equal(normaliseDocument('guides/07-Getting-Started.md', 'text')?.title, 'Getting Started');
  assert.equal(normaliseDocument('a.txt', '# not markdown')?.title, 'a');
  assert.deepEqual(findHeadings('a.txt', '# not markdown'), []);
});

test('links in code are not links', () => {
  assert.deepEqual(findLinks('[a](./b.md "t") `[c](d)` ![e](f.png)\n```\n[g](h)\n```\n[i]: ./j\n[k](<l m>)'), [
    './b.md',
    'f.png',
    './j',
    'l',
  ]);
});

test('no text makes a reader throw', () => {
  const piece = fc.constantFrom(
    '---\n',
    'title: a: b\n',
    '<A ',
    '{',
    '}',
    '`',
    '```\n',
    '"',
    "'",
    '<!--',
    '[',
    '](',
    '# ',
    '\n',
    '|',
    '- ',
    'export x',
    '<b>',
    '\\',
  );
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          piece,
          fc.array(fc.nat(0xffff), { maxLength: 8 }).map((codes) => String.fromCharCode(...codes)),
        ),
        { maxLength: 40 },
      ),
      (pieces) => {
        for (const path of ['a.md', 'a.mdx', 'a.txt', 'a.html'])
          assert.equal(typeof normaliseDocument(path, pieces.join(''))?.text, 'string');
      },
    ),
    { numRuns: 200 },
  );
});

/** Processor time, best of three, so that other work on the machine does not decide. */
const fastest = (text: string): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const started = cpuUsage();
      for (const path of ['a.md', 'a.mdx']) {
        const read = normaliseDocument(path, text)?.text ?? '';
        findHeadings(path, read);
        findLinks(read);
      }
      return cpuUsage(started).user / 1000;
    }),
  );

const hostile = [
  '>',
  '- ',
  '[',
  '*a ',
  '<a ',
  '<A b={',
  '`',
  '` ',
  '``` ',
  '|a',
  '|',
  '](',
  '<!--',
  '{/*',
  '# ',
  ' ',
  '\t\n',
  '"',
  "<a b='",
  '[a](',
  '~',
  '=',
  '1. ',
  '<A>',
];

test('time grows with the length of hostile text, not with its square', () => {
  for (const unit of hostile) {
    const small = fastest(unit.repeat(5000 / unit.length));
    const large = fastest(unit.repeat(80_000 / unit.length));
    // 16 times the text: linear work takes 16 times as long, quadratic 256 times. Below 2 ms the clock decides.
    assert.ok(
      large / Math.max(small, 2) < 110,
      `${JSON.stringify(unit)}: ${small.toFixed(1)} ms, then ${large.toFixed(1)} ms`,
    );
  }
});
