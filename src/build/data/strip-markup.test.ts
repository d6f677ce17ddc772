import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripMarkup } from './strip-markup.ts';

const mdx = (text: string): string => stripMarkup(text, { isMdx: true }).text;
const md = (text: string): string => stripMarkup(text, { isMdx: false }).text;

test('imports, exports and comments go; prose, code and inline code stay', () => {
  const text =
    "import { A } from './a';\nexport const b = 1;\n\nUse `<A>` or `import`.\n\n{/* note */}\n```tsx\nimport x from 'y';\n<A />\n```";
  assert.equal(mdx(text), "\nUse `<A>` or `import`.\n\n\n```tsx\nimport x from 'y';\n<A />\n```");
  assert.equal(md('a <!-- # gone --> b'), 'a  b');
});

test('the text inside components stays, and so do their labels', () => {
  assert.equal(mdx('<Note type="warning">\n  Be careful.\n</Note>'), '\n  Be careful.\n');
  assert.match(mdx('<Tab title="React">x</Tab>'), /React\nx/);
  assert.match(mdx('<Snippet text={`npm i ai`} prompt={false} />'), /`npm i ai`/);
});

test('a property table becomes a list', () => {
  const table =
    "<PropertiesTable content={[{ name: 'model', type: 'Model', isOptional: true, description: \"It's >\" + x, properties: [{ type: 'Model', parameters: [{ name: 'id', type: \"'a' | 'b'\" }] }] }]} />";
  assert.equal(mdx(table).trim(), "- `model` (`Model`): It's >\n  - `Model`\n    - `id` (`'a' | 'b'`)");
});

test('in Markdown only HTML elements are markup, and anchors are remembered', () => {
  const { text, anchors } = stripMarkup('<a id="here"></a>Map<T> and <your-key>', { isMdx: false });
  assert.equal(text, 'Map<T> and <your-key>');
  assert.deepEqual(anchors, ['here']);
});

test('malformed markup is kept as it stands', () => {
  for (const text of ['<Note', '<Note a={ {', 'a < b', '<A b="x', '{/* open', '<', '</', '<A {...'])
    assert.equal(mdx(text), text);
});
