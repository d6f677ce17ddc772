import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentBlocks } from './document-blocks.ts';

const cut = (text: string, headingAt: readonly number[] = []) =>
  documentBlocks({ text, headings: headingAt.map((offset) => ({ text: '', level: 1, offset })) }).map(
    ({ kind, start, end }) => `${kind}: ${text.slice(start, end).trim()}`,
  );

test('paragraphs, items, code and headings stand by themselves', () => {
  const text = '# Top\nOne line\nand its rest.\n\n- first\n  more\n- second\n\n```js\ncode\n\n- not an item\n```\n';
  assert.deepEqual(cut(text, [0]), [
    'heading: # Top',
    'text: One line\nand its rest.',
    'item: - first\n  more',
    'item: - second',
    'code: ```js\ncode\n\n- not an item\n```',
  ]);
});

test('front matter is code', () => {
  assert.deepEqual(cut('---\ntitle: A\n---\n\nText\n'), ['code: ---\ntitle: A\n---', 'text: Text']);
});
