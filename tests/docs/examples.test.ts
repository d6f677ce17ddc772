import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRepository } from '../architecture/repository.ts';
import { allBlocks, commentBlocksOf } from './blocks.ts';
import { exampleFiles, runFaults, typeFaults, writeExamples } from './examples.ts';

const examples = exampleFiles(allBlocks(readRepository()));
const folder = writeExamples('doc-examples', examples);

test('there are examples', () => assert.ok(examples.length > 5));

test('every example of the documents and comments is type-correct', async () => {
  assert.deepEqual(await typeFaults(folder, examples), []);
});

test('every example of the documents and comments runs', async () => {
  assert.deepEqual(await runFaults(folder, examples), []);
});

test('a wrong example is found, with its place', async () => {
  const content = '# a\n\n```ts\nconst a: string = 1;\nthrow new Error(`broken ${a}`);\n```\n';
  const wrong = exampleFiles(allBlocks([{ path: 'docs/wrong.md', content }]));
  const place = writeExamples('doc-examples-wrong', wrong);
  assert.match((await typeFaults(place, wrong)).join('\n'), /^docs\/wrong\.md:4.*not assignable/);
  assert.deepEqual(await runFaults(place, wrong), ['docs/wrong.md:4: broken 1']);
});

test('examples in comments are found', () => {
  const content = 'const a = 1;\n/**\n * Says it.\n *\n * ```ts\n * say(1);\n * ```\n */\n';
  assert.deepEqual(commentBlocksOf({ path: 'src/a.ts', content }), [
    { path: 'src/a.ts', line: 6, language: 'ts', code: 'say(1);\n' },
  ]);
});
