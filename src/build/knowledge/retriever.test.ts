import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptedEmbedding, scriptedModels } from '#build/models/testing';
import type { IndexRecord } from './contract.ts';
import { createRetrievers } from './index.ts';
import type { IndexHit, VectorIndexDep } from './port.ts';
import { testPassage } from './testing.ts';

const model = scriptedEmbedding();
const embedding = { id: model.card.id, digest: model.digest, dimensions: model.dimensions };
const record: IndexRecord = {
  version: 'v',
  table: 'passages_x',
  datasetVersion: 'd',
  embedding,
  chunks: 2,
  documents: 2,
  seconds: 0,
  changed: { added: 0, updated: 0, removed: 0, kept: 0 },
};

const hit = (id: string, score: number): IndexHit => ({ id, row: 0n, score });

const indexWith = (
  text: readonly IndexHit[],
  dense: readonly IndexHit[],
  erased: readonly string[] = [],
): VectorIndexDep => ({
  vectorIndex: {
    tables: async () => ['passages_x'],
    has: async () => true,
    searchText: async (_table, _query, { limit }) => text.slice(0, limit),
    searchVector: async (_table, _vector, { limit }) => dense.slice(0, limit),
    chunks: async (_table, hits) =>
      hits.filter(({ id }) => !erased.includes(id)).map(({ id }) => testPassage({ id, text: `Text of ${id}.` })),
    build: async () => ({ rows: 0 }),
    erase: async () => undefined,
    drop: async () => undefined,
  },
});

const open = async (index: VectorIndexDep, opened: IndexRecord = record) => {
  const retriever = await createRetrievers({ ...index, ...scriptedModels({ embedding: [model] }) }).retrievers.open(
    opened,
  );
  assert.ok(retriever.ok);
  return retriever.value;
};

test('each mode says which evidence ranked a passage', async () => {
  const retriever = await open(indexWith([hit('a', 9), hit('b', 3)], [hit('b', 0.9), hit('c', 0.2)]));
  const search = async (mode: 'bm25' | 'dense' | 'hybrid') => {
    const found = await retriever.search({ query: 'q', mode, k: 2 });
    assert.ok(found.ok);
    return found.value.map(({ id, rank, bm25, similarity }) => ({ id, rank, bm25, similarity }));
  };
  assert.deepEqual(await search('bm25'), [
    { id: 'a', rank: 1, bm25: 9, similarity: undefined },
    { id: 'b', rank: 2, bm25: 3, similarity: undefined },
  ]);
  assert.deepEqual(await search('dense'), [
    { id: 'b', rank: 1, bm25: undefined, similarity: 0.9 },
    { id: 'c', rank: 2, bm25: undefined, similarity: 0.2 },
  ]);
  const hybrid = await search('hybrid');
  assert.deepEqual(hybrid.map(({ id }) => id).toSorted(), ['a', 'b']);
  assert.deepEqual(
    hybrid.find(({ id }) => id === 'b'),
    { id: 'b', rank: hybrid[0]?.id === 'b' ? 1 : 2, bm25: 3, similarity: 0.9 },
  );
});

test('a passage that is erased after it was found is left out, and the ranks close up', async () => {
  const retriever = await open(indexWith([hit('a', 9), hit('b', 3), hit('c', 1)], [hit('b', 0.9)], ['a']));
  const found = await retriever.search({ query: 'q', mode: 'hybrid', k: 3 });
  assert.ok(found.ok);
  assert.deepEqual(
    found.value.map(({ id, rank, text, bm25 }) => ({ id, rank, text, bm25 })),
    [
      { id: 'b', rank: 1, text: 'Text of b.', bm25: 3 },
      { id: 'c', rank: 2, text: 'Text of c.', bm25: 1 },
    ],
  );
});

test('only the passages that are shown are read', async () => {
  const many = Array.from({ length: 90 }, (_, index) => hit(`p${100 + index}`, 90 - index));
  const deps = indexWith(many, many);
  const asked: number[] = [];
  const chunks: VectorIndexDep['vectorIndex']['chunks'] = (table, hits) => {
    asked.push(hits.length);
    return deps.vectorIndex.chunks(table, hits);
  };
  const retriever = await open({ vectorIndex: { ...deps.vectorIndex, chunks } });
  for (const mode of ['bm25', 'dense', 'hybrid'] as const) await retriever.search({ query: 'q', mode, k: 4 });
  assert.deepEqual(asked, [4, 4, 4]);
});

test('a missing table, a changed model and an aborted search say so', async () => {
  const deps = { ...indexWith([], []), ...scriptedModels({ embedding: [model] }) };
  const missing = await createRetrievers(deps).retrievers.open({ ...record, table: 'gone' });
  assert.ok(!missing.ok && missing.error.code === 'KNOWLEDGE_INDEX_MISSING');
  const changed = await open(indexWith([hit('a', 1)], []), { ...record, embedding: { ...embedding, digest: 'older' } });
  const dense = await changed.search({ query: 'q', mode: 'hybrid', k: 1 });
  assert.ok(!dense.ok && dense.error.code === 'KNOWLEDGE_MODEL_CHANGED');
  // BM25 needs no model, so it goes on.
  assert.ok((await changed.search({ query: 'q', mode: 'bm25', k: 1 })).ok);
  await assert.rejects(
    (await open(indexWith([], []))).search({ query: 'q', mode: 'bm25', k: 1 }, { signal: AbortSignal.abort() }),
  );
});

test('an empty query finds nothing, and k stays within bounds', async () => {
  const retriever = await open(indexWith([hit('a', 2), hit('b', 1)], []));
  assert.deepEqual(await retriever.search({ query: '  ', mode: 'hybrid', k: 5 }), { ok: true, value: [] });
  const one = await retriever.search({ query: 'q', mode: 'bm25', k: -3 });
  assert.ok(one.ok && one.value.length === 1);
});
