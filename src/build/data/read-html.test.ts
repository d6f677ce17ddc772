import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readHtml } from './read-html.ts';

test('a page is its main part as Markdown', () => {
  const page = readHtml(
    '<html><title>Guide</title><nav>menu</nav><main><h2>Use</h2><p>Do <b>this</b>:<script>x()</script><ul><li>a<li>b</ul><pre><code>y</code></pre></main>',
  );
  assert.deepEqual(page, { title: 'Guide', markdown: '## Use\n\nDo **this**:\n\n- a\n- b\n\n```\ny\n```\n' });
});

test('broken HTML is read as browsers read it', () => {
  assert.equal(readHtml('<p>one<p>two</div><table><td>x')?.markdown.includes('two'), true);
});

test('nesting beyond reason is refused, not run into the ground', () => {
  assert.equal(readHtml('<div>'.repeat(100_000)), undefined);
  assert.equal(readHtml('<b>'.repeat(300_000)), undefined);
});
