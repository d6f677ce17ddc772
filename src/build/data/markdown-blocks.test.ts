import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { createFiles } from '#platform/files';
import { markdownBlocks } from './markdown-blocks.ts';

const kinds = (text: string): readonly string[] =>
  markdownBlocks(text).map(({ kind, start, end }) => `${kind} ${JSON.stringify(text.slice(start, end))}`);

test('blocks have their kind and exact span', () => {
  const text =
    '# One #\n\nwords\nmore\n\n```js\n# not a heading\n```\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n  y\n\n  z\n- w\n\nTwo\n===\n';
  assert.deepEqual(kinds(text), [
    'heading "# One #"',
    'paragraph "words\\nmore"',
    'code "```js\\n# not a heading\\n```"',
    'table "| a | b |\\n|---|---|\\n| 1 | 2 |"',
    'list-item "- x\\n  y\\n\\n  z"',
    'list-item "- w"',
    'heading "Two\\n==="',
  ]);
  assert.equal(markdownBlocks(text)[0]?.heading, 'One');
});

test('a fence inside a list item belongs to the item, and one that is never closed reaches to the end', () => {
  assert.deepEqual(kinds('1. do\n\n   ```sh\n   # run\n\n   ```\n2. done'), [
    'list-item "1. do\\n\\n   ```sh\\n   # run\\n\\n   ```"',
    'list-item "2. done"',
  ]);
  assert.deepEqual(kinds('~~~\n# a\n```\n\n# b'), ['code "~~~\\n# a\\n```\\n\\n# b"']);
});

test('headings stand where a CommonMark parser sees them, in the Fastify manual', async () => {
  const manual = 'node_modules/fastify/docs/Reference';
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const files = createFiles(root);
  const names = (await files.glob(manual, ['*.md'])).slice(0, 8);
  assert.equal(names.length, 8);
  for (const name of names) {
    const text = readFileSync(`${root}${manual}/${name}`, 'utf8').slice(0, 20_000);
    const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
    const expected = tree.children.flatMap((node) =>
      node.type === 'heading' ? [`${node.position?.start.line ?? 0}:${node.depth}`] : [],
    );
    const found = markdownBlocks(text).flatMap(({ level, start }) =>
      level === undefined ? [] : [`${text.slice(0, start).split('\n').length}:${level}`],
    );
    assert.deepEqual(found, expected, name);
  }
});

test('blocks of any text stand in order and leave out nothing but blank lines', () => {
  const line = fc.constantFrom(
    '',
    '# h',
    'text',
    '- item',
    '  more',
    '```',
    '~~~',
    '| a |',
    '|---|',
    '===',
    '---',
    '    code',
    '> quote',
    '1. one',
    '\t',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const text = lines.join('\n');
      let from = 0;
      let rest = '';
      for (const { start, end } of markdownBlocks(text)) {
        assert.ok(start >= from && end > start && end <= text.length);
        rest += text.slice(from, start);
        from = end;
      }
      assert.equal((rest + text.slice(from)).trim(), '');
    }),
  );
});
