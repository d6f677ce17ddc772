import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok } from '#kernel';
import type { DatasetDocument } from '#build/data/contract';
import type { Passage } from '#build/knowledge/contract';
import type { Retriever } from '#build/knowledge';
import { callTool } from './call-tool.ts';
import { createPackageVersion } from './package-version.ts';
import { createSearchManual, passagesFromResult } from './search-manual.ts';

const page = (path: string, origin: DatasetDocument['origin']): DatasetDocument => ({
  id: `fastify/${path}`,
  source: 'fastify',
  path,
  title: path,
  textHash: '',
  fileHash: '',
  characters: 1,
  headings: [],
  origin,
  personalData: {},
});

const passage: Passage = {
  id: 'c1',
  documentId: 'fastify/Reply.md',
  source: 'fastify',
  title: 'Reply',
  headingPath: ['redirect'],
  start: 10,
  end: 25,
  text: 'It answers 302.',
  rank: 1,
  score: 1,
};

const retriever: Retriever = {
  index: {
    version: 'v',
    table: 't',
    datasetVersion: 'd',
    embedding: { id: 'e', digest: 'e', dimensions: 1 },
    chunks: 1,
    documents: 1,
    changed: { added: 1, updated: 0, removed: 0, kept: 0 },
    seconds: 0,
  },
  search: async ({ query }) => ok(query === 'redirect' ? [passage] : []),
};

test('package_version knows the origin of the pages', async () => {
  const documents = [
    page('a.md', { package: 'fastify', version: '5.1.0' }),
    page('b.md', { package: 'fastify', version: '5.1.0' }),
    page('c.md', {}),
  ];
  const tool = createPackageVersion({ documents, timeoutMs: 100 });
  const entry = { package: 'fastify', version: '5.1.0', source: 'fastify', pages: 2 };
  assert.deepEqual(await callTool([tool], { name: 'package_version', arguments: '{"name":"Fastify"}' }), {
    ok: true,
    value: { packages: [entry] },
  });
  assert.deepEqual(await callTool([tool], { name: 'package_version', arguments: '{"name":"koa"}' }), {
    ok: true,
    value: { packages: [] },
  });
});

test('search_manual returns whole passages and shows them with their headings', async () => {
  const tool = createSearchManual({ retriever, timeoutMs: 100 });
  const found = await callTool([tool], { name: 'search_manual', arguments: '{"query":"redirect"}' });
  assert.ok(found.ok);
  assert.deepEqual(passagesFromResult(found.value), [passage]);
  assert.equal(tool.show?.(found.value), '[1] Reply > redirect\nIt answers 302.');
  const nothing = await callTool([tool], { name: 'search_manual', arguments: '{"query":"x"}' });
  assert.ok(nothing.ok);
  assert.equal(tool.show?.(nothing.value), 'Nothing found.');
});
