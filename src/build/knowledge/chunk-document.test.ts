import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { markdownBlocks } from '#build/data';
import type { DatasetDocument } from '#build/data/contract';
import { chunkDocument } from './chunk-document.ts';
import { embeddedText, indexedText } from './chunk-texts.ts';

const documentOf = (text: string): DatasetDocument => ({
  id: 'docs/a.md',
  source: 'docs',
  path: 'a.md',
  title: 'Guide',
  textHash: '',
  fileHash: '',
  characters: text.length,
  headings: markdownBlocks(text).flatMap(({ level, heading, start }) =>
    level === undefined || heading === undefined ? [] : [{ text: heading, level, offset: start }],
  ),
  origin: {},
  personalData: {},
});

const chunk = (text: string, chunkWords = 40, overlapWords = 0) =>
  chunkDocument({ chunkWords, overlapWords }, documentOf(text), text);

const sentence = (word: string): string => `${`${word} `.repeat(9)}end. `;

test('a passage never crosses a heading and knows the headings it stands under', () => {
  const text = 'Preamble.\n\n# Guide\n\nIntro.\n\n## Use\n\n### Deep\n\nHow.\n\n## Next\n\nMore.\n';
  assert.deepEqual(
    chunk(text).map(({ headingPath, text: own }) => [headingPath.join('/'), own]),
    [
      ['', 'Preamble.'],
      ['Guide', '# Guide\n\nIntro.'],
      ['Guide/Use/Deep', '### Deep\n\nHow.'],
      ['Guide/Next', '## Next\n\nMore.'],
    ],
  );
});

test('code, tables and list items stay whole where they can', () => {
  const code = `\`\`\`js\n${'const a = 1;\n'.repeat(12)}\`\`\``;
  const table = `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(9)}`.trim();
  const text = `# H\n\n${sentence('x').repeat(3)}\n\n${code}\n\n${table}\n\n- ${sentence('item')}\n- ${sentence('item')}\n`;
  const chunks = chunk(text);
  for (const block of [code, table]) assert.equal(chunks.filter(({ text: own }) => own.includes(block)).length, 1);
  assert.ok(chunks.length > 2);
});

test('a block far over the target is split at sentences, lines or, where there are none, anywhere', () => {
  const long = sentence('word').repeat(30).trim();
  const chunks = chunk(long);
  assert.ok(chunks.length >= 7);
  for (const { text: own } of chunks) assert.ok(own.endsWith('end.'));
  const blob = chunk('y'.repeat(20_000));
  assert.ok(blob.length > 10 && blob.every(({ text: own }) => own.length <= 40 * 1.6 * 10));
});

test('overlap repeats the last sentences of the passage before', () => {
  const text = Array.from({ length: 4 }, (_, index) => sentence(`a${index}`).repeat(3).trim()).join('\n\n');
  const [first, second] = chunk(text, 40, 12);
  assert.ok(first !== undefined && second !== undefined && second.start < first.end);
  assert.match(second.text, /^a0 /);
});

test('a document of headings alone is one passage', () => {
  assert.deepEqual(
    chunk('# A\n\n## B\n').map(({ text }) => text),
    ['# A\n\n## B'],
  );
});

test('every passage is an exact span; together they cover the document', () => {
  const piece = fc.constantFrom(
    '# A',
    '## B',
    'some words here. And more!',
    '- item one',
    '```\ncode # x\n```',
    '| a |\n|---|\n| 1 |',
    '',
    'z'.repeat(900),
    '\u{1F600} ok.',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 0, max: 30 }),
      (pieces, overlap) => {
        const text = ['Words.', ...pieces].join('\n\n');
        const document = documentOf(text);
        const chunks = chunk(text, 40, overlap);
        const covered = Array.from({ length: text.length }, () => false);
        for (const { start, end, text: own } of chunks) {
          assert.equal(text.slice(start, end), own);
          assert.ok(own.trim() !== '');
          assert.ok(document.headings.every(({ offset }) => offset <= start || offset >= end));
          covered.fill(true, start, end);
        }
        const inHeading = new Set(
          markdownBlocks(text)
            .filter(({ kind }) => kind === 'heading')
            .flatMap(({ start, end }) => Array.from({ length: end - start }, (_, index) => start + index)),
        );
        for (const [at, isCovered] of covered.entries())
          assert.ok(isCovered || inHeading.has(at) || /\s/.test(text[at] ?? ''), `character ${at}`);
        assert.equal(new Set(chunks.map(({ id }) => id)).size, chunks.length);
      },
    ),
  );
});

test('what is indexed holds the headings, and the words inside identifiers', () => {
  const [only] = chunk('# Server\n\nSet `bodyLimit`.\n');
  assert.ok(only !== undefined);
  assert.equal(embeddedText(only, { contextualHeadings: true }), 'Guide > Server\n# Server\n\nSet `bodyLimit`.');
  assert.equal(embeddedText(only, { contextualHeadings: false }), only.text);
  assert.match(indexedText(only, { contextualHeadings: true }), /body Limit/);
});
