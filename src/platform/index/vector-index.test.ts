import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import type { IndexHit, IndexRow } from '#build/knowledge';
import { testPassage } from '#build/knowledge/testing';
import { createVectorIndex } from './index.ts';

const row = (name: string, text: string, vector: readonly number[]): IndexRow => ({
  chunk: {
    id: name,
    documentId: `${name}.md`,
    source: name.startsWith('o') ? "o'x" : 'docs',
    title: name,
    headingPath: ['A', "it's"],
    start: 0,
    end: Math.max(1, text.length),
    text,
  },
  indexedText: text,
  vector: Float32Array.from(vector),
});

async function* batches(...all: readonly (readonly IndexRow[])[]) {
  yield* all;
}

const open = async (context: TestContext, options: Parameters<typeof createVectorIndex>[1] = {}) => {
  const directory = await mkdtemp(join(tmpdir(), 'index-'));
  const index = createVectorIndex(directory, options);
  context.after(async () => {
    index.close();
    await rm(directory, { recursive: true });
  });
  return { ...index.vectorIndex, directory };
};

const openAgain = (context: TestContext, directory: string, options: Parameters<typeof createVectorIndex>[1] = {}) => {
  const index = createVectorIndex(directory, options);
  context.after(() => index.close());
  return index.vectorIndex;
};

const idsOf = (hits: readonly IndexHit[]): readonly string[] => hits.map(({ id }) => id);

const rows = [
  row('d1', 'The runner was running plugins.', [1, 0]),
  row('d2', 'Nothing of note.', [0, 1]),
  row('o1', 'He runs plugins and plugins.', [0.8, 0.6]),
];

test('rows come back as they went in, by words in any form and by direction', async (context) => {
  const index = await open(context);
  assert.deepEqual(
    await index.build({ table: 't', dimensions: 2, rows: batches(rows.slice(0, 1), [], rows.slice(1)) }),
    { rows: 3 },
  );
  const [first] = await index.searchText('t', 'plugin run', { limit: 5 });
  assert.ok(first !== undefined && first.score > 0);
  assert.deepEqual((await index.chunks('t', [first]))[0]?.headingPath, ['A', "it's"]);
  const dense = await index.searchVector('t', Float32Array.of(1, 0), { limit: 3 });
  assert.deepEqual(
    dense.map(({ id, score }) => `${id} ${score.toFixed(2)}`),
    ['d1 1.00', 'o1 0.80', 'd2 0.00'],
  );
  assert.deepEqual(
    await index.chunks('t', dense),
    [rows[0], rows[2], rows[1]].map((each) => each?.chunk),
  );
});

test('a filter on sources holds for any name', async (context) => {
  const index = await open(context);
  await index.build({ table: 't', dimensions: 2, rows: batches(rows) });
  const only = async (sources: readonly string[]) =>
    idsOf(await index.searchVector('t', Float32Array.of(1, 0), { limit: 9, sources }));
  assert.deepEqual(await only(["o'x"]), ['o1']);
  assert.deepEqual(await only(["docs') OR ('1'='1"]), []);
  assert.deepEqual(await only([]), []);
  assert.deepEqual(idsOf(await index.searchText('t', 'plugins', { limit: 9, sources: ['docs'] })), ['d1']);
});

test('any text is a query', async (context) => {
  const index = await open(context);
  await index.build({ table: 't', dimensions: 2, rows: batches(rows) });
  for (const query of [
    '',
    '"',
    'a AND (',
    '*',
    '+run -plugins',
    'x'.repeat(100_000),
    '\0',
    '\uD800',
    'the of and',
    "'; DROP TABLE t",
    '{"match":1}',
  ]) {
    assert.ok(Array.isArray(await index.searchText('t', query, { limit: 3 })), query.slice(0, 20));
  }
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(0xffff)), async (codes) => {
      await index.searchText('t', String.fromCharCode(...codes), { limit: 3 });
    }),
    { numRuns: 30 },
  );
});

test('a table that a crash cut short does not count and is begun again; a whole one is left alone', async (context) => {
  const index = await open(context);
  async function* crashing() {
    yield rows.slice(0, 1);
    throw new Error('killed');
  }
  await assert.rejects(index.build({ table: 't', dimensions: 2, rows: crashing() }), /killed/);
  assert.deepEqual(await index.tables(), []);
  assert.equal((await index.build({ table: 't', dimensions: 2, rows: batches(rows) })).rows, 3);
  assert.equal((await index.build({ table: 't', dimensions: 2, rows: crashing() })).rows, 3);
  const kept = await index.build({
    table: 'u',
    dimensions: 2,
    keep: { table: 't', documentIds: ['d1.md', 'o1.md'] },
    rows: batches(),
  });
  assert.equal(kept.rows, 2);
  const [nearest] = await index.chunks('u', await index.searchVector('u', Float32Array.of(1, 0), { limit: 1 }));
  assert.deepEqual(nearest, rows[0]?.chunk);
  await index.drop('t');
  assert.deepEqual(await index.tables(), ['u']);
});

test('documents can be erased while another process searches', async (context) => {
  const index = await open(context);
  await index.build({ table: 't', dimensions: 2, rows: batches(rows) });
  const other = openAgain(context, index.directory);
  assert.equal((await other.searchText('t', 'plugins', { limit: 9 })).length, 2);
  await index.erase('t', ['o1.md']);
  await index.erase('t', ['unknown.md']);
  assert.deepEqual(idsOf(await index.searchText('t', 'plugins', { limit: 9 })), ['d1']);
  assert.deepEqual(idsOf(await other.searchText('t', 'plugins', { limit: 9 })), ['d1']);
  await index.erase('t', ['d1.md', 'd2.md']);
  assert.deepEqual(await index.searchText('t', 'plugins', { limit: 9 }), []);
});

test('equal scores come in the order of their ids', async (context) => {
  const index = await open(context);
  const same = ['c', 'a', 'b'].map((name) => row(name, testPassage().text, [1, 0]));
  await index.build({ table: 't', dimensions: 2, rows: batches(same) });
  assert.deepEqual(idsOf(await index.searchText('t', 'passage', { limit: 3 })), ['a', 'b', 'c']);
});
