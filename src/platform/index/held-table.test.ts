import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import type { IndexHit, IndexRow } from '#build/knowledge';
import { createVectorIndex, type VectorIndex } from './index.ts';
import { loadLanceDb } from './lancedb.ts';
import { createOpenTables, type OpenTablesOptions } from './open-tables.ts';

const words = ['plugin', 'server', 'route', 'hook', 'schema', 'logger'];

/** Rows whose words and vectors follow from their numbers, in two sources. */
const rowOf = (number: number): IndexRow => {
  const text = Array.from({ length: 3 + (number % 5) }, (_, at) => words[(number * 7 + at * at) % words.length]).join(
    ' ',
  );
  return {
    chunk: {
      id: `p${100 + number}`,
      documentId: `d${number % 10}`,
      source: number % 3 === 0 ? 'ai' : 'fastify',
      title: `Page ${number}`,
      headingPath: ['Part', `${number}`],
      start: number,
      end: number + text.length,
      text,
    },
    indexedText: text,
    vector: Float32Array.from(
      { length: 6 },
      (_, axis) => Math.sin(number * 12.9898 + axis * 78.233) * (1 + (number % 4)),
    ),
  };
};

async function* batches(all: readonly IndexRow[]) {
  yield all.slice(0, 25);
  yield all.slice(25);
}

const rows = Array.from({ length: 60 }, (_, number) => rowOf(number));

const build = async (context: TestContext, all: readonly IndexRow[] = rows) => {
  const directory = await mkdtemp(join(tmpdir(), 'held-'));
  const opened: VectorIndex[] = [];
  context.after(async () => {
    for (const index of opened) index.close();
    await rm(directory, { recursive: true });
  });
  const open = (options: Partial<OpenTablesOptions> = {}) => {
    const index = createVectorIndex(directory, options);
    opened.push(index);
    return index.vectorIndex;
  };
  await open().build({ table: 't', dimensions: 6, rows: batches(all) });
  return { directory, open };
};

const idsOf = (hits: readonly { readonly id: string }[]): readonly string[] => hits.map(({ id }) => id);
const query = Float32Array.of(1, -2, 0.5, 0, 3, 1);
const kinds = [['in memory', {}] as const, ['on the disk', { heldBytes: 0 }] as const];

/** The same hits in the same order; scores differ by how a sum is rounded. */
const assertSame = (actual: readonly IndexHit[], expected: readonly IndexHit[]): void => {
  assert.deepEqual(
    actual.map(({ id, row }) => ({ id, row })),
    expected.map(({ id, row }) => ({ id, row })),
  );
  for (const [index, { score }] of actual.entries()) assert.ok(Math.abs(score - (expected[index]?.score ?? 0)) < 1e-5);
};

test('a table in memory gives what LanceDB gives: the same hits, order, filters and passages', async (context) => {
  const { open } = await build(context);
  const held = open();
  const onDisk = open({ heldBytes: 0 });
  const sources = fc.constantFrom(undefined, ['ai'], ['fastify'], ['ai', 'fastify'], ['other'], []);
  const vector = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 6, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(vector, sources, fc.integer({ min: 1, max: 80 }), async (values, chosen, limit) => {
      fc.pre(Math.hypot(...values) > 0.01);
      const options = { limit, ...(chosen === undefined ? {} : { sources: chosen }) };
      const found = await held.searchVector('t', Float32Array.from(values), options);
      assertSame(found, await onDisk.searchVector('t', Float32Array.from(values), options));
      assert.deepEqual(await held.chunks('t', found), await onDisk.chunks('t', found));
    }),
    { numRuns: 25 },
  );
  for (const text of ['plugin', 'hooks and schemas', 'unknown']) {
    for (const chosen of [{}, { sources: ['ai'] }]) {
      const found = await held.searchText('t', text, { limit: 70, ...chosen });
      assertSame(found, await onDisk.searchText('t', text, { limit: 70, ...chosen }));
      assert.deepEqual(await held.chunks('t', found), await onDisk.chunks('t', found));
    }
  }
});

test('a vector without direction is near to nothing, in memory as in LanceDB', async (context) => {
  const zero = { ...rowOf(0), vector: new Float32Array(6) };
  const { open } = await build(context, [zero, ...rows.slice(1, 9)]);
  for (const [, options] of kinds) {
    const index = open(options);
    assert.equal((await index.searchVector('t', query, { limit: 9 })).length, 8);
    assert.deepEqual(await index.searchVector('t', new Float32Array(6), { limit: 9 }), []);
    assert.deepEqual(await index.searchVector('t', new Float32Array(6).fill(NaN), { limit: 9 }), []);
    await assert.rejects(index.searchVector('t', new Float32Array(5).fill(1), { limit: 9 }));
  }
});

test('equal scores at the end of the list come in the order of their ids', async (context) => {
  const same = rows
    .slice(0, 9)
    .toReversed()
    .map((row) => ({ ...row, vector: query }));
  const { open } = await build(context, same);
  assert.deepEqual(idsOf(await open().searchVector('t', query, { limit: 3 })), ['p100', 'p101', 'p102']);
});

for (const [kind, options] of kinds) {
  test(`${kind}: what another process erases is found no more, and the rest is`, async (context) => {
    const { open } = await build(context);
    const index = open(options);
    const before = await index.searchVector('t', query, { limit: 60 });
    assert.equal(before.length, 60);
    await open().erase('t', ['d3', 'd4']);
    const after = await index.searchVector('t', query, { limit: 60 });
    const left = rows.filter(({ chunk }) => chunk.documentId !== 'd3' && chunk.documentId !== 'd4');
    assert.deepEqual(idsOf(after).toSorted(), idsOf(left.map(({ chunk }) => chunk)).toSorted());
  });

  test(`${kind}: passages erased between the search and the reading are left out, moved ones are found`, async (context) => {
    const { open } = await build(context);
    const index = open(options);
    const hits = await index.searchVector('t', query, { limit: 60 });
    await open().erase('t', ['d3', 'd4']);
    const chunks = await index.chunks('t', hits);
    const expected = hits.flatMap(({ id }) => rows.find(({ chunk }) => chunk.id === id)?.chunk ?? []);
    assert.deepEqual(
      chunks,
      expected.filter(({ documentId }) => documentId !== 'd3' && documentId !== 'd4'),
    );
    await open().erase('t', ['d0', 'd1', 'd2', 'd5', 'd6', 'd7', 'd8', 'd9']);
    assert.deepEqual(await index.chunks('t', hits), []);
    assert.deepEqual(await index.searchVector('t', query, { limit: 9 }), []);
  });

  test(`${kind}: a table that another process builds anew under the same name is read anew`, async (context) => {
    const { open } = await build(context);
    const index = open(options);
    await index.searchVector('t', query, { limit: 9 });
    const other = open();
    await other.drop('t');
    await other.build({ table: 't', dimensions: 6, rows: batches(rows.slice(0, 2)) });
    const found = await index.searchVector('t', query, { limit: 9 });
    assert.deepEqual(idsOf(await index.chunks('t', found)).toSorted(), ['p100', 'p101']);
  });
}

test('searches while another process erases all answer, and none is from before at the end', async (context) => {
  const { open } = await build(context);
  const index = open();
  let erased = false;
  const erasing = open()
    .erase('t', ['d3'])
    .then(() => {
      erased = true;
    });
  const search = async (): Promise<void> => {
    while (!erased) {
      const hits = await index.searchVector('t', query, { limit: 60 });
      assert.ok(hits.length === 60 || hits.length === 54, `${hits.length}`);
      assert.ok((await index.chunks('t', hits)).length >= 54);
      assert.ok((await index.searchText('t', 'plugin', { limit: 60 })).length > 0);
    }
  };
  await Promise.all([erasing, search(), search(), search()]);
  assert.equal((await index.searchVector('t', query, { limit: 60 })).length, 54);
});

test('memory is bounded over all tables, and comes back with an erasure, a drop, a rest and the end', async (context) => {
  const { directory, open } = await build(context);
  for (const table of ['u', 'v']) await open().build({ table, dimensions: 6, rows: batches(rows) });
  const lancedb = await loadLanceDb();
  const connection = await lancedb.connect(directory);
  context.after(() => connection.close());
  const bytesOf = async (options: OpenTablesOptions, names: readonly string[]): Promise<number> => {
    const tables = createOpenTables(directory, async () => connection, options);
    for (const name of names) await (await tables.get(name)).held();
    const bytes = tables.bytesInMemory();
    tables.closeAll();
    assert.equal(tables.bytesInMemory(), 0);
    return bytes;
  };
  const plenty = 1_000_000;
  const one = await bytesOf({ heldBytes: plenty, idleMs: plenty }, ['t']);
  assert.ok(one > rows.length * 6 * 4, `${one}`);
  assert.equal(await bytesOf({ heldBytes: plenty, idleMs: plenty }, ['t', 'u', 'v']), 3 * one);
  const room = 2.5 * one;
  assert.equal(await bytesOf({ heldBytes: room, idleMs: plenty }, ['t', 'u', 'v']), 2 * one);
  assert.equal(await bytesOf({ heldBytes: 100, idleMs: plenty }, ['t', 'u']), 0);

  const tables = createOpenTables(directory, async () => connection, { heldBytes: plenty, idleMs: 30 });
  await (await tables.get('t')).held();
  tables.release('t');
  assert.equal(tables.bytesInMemory(), 0);
  await (await tables.get('t')).held();
  await delay(80);
  assert.equal(tables.bytesInMemory(), 0);
  tables.closeAll();
});
