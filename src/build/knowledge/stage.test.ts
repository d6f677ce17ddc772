import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StoredRecord } from '#kernel';
import { scriptedEmbedding, scriptedModels } from '#build/models/testing';
import { knowledgeConfigSchema, type IndexRecord } from './contract.ts';
import { knowledgeStage, type KnowledgeDeps } from './index.ts';

const model = scriptedEmbedding();

const dataset = {
  version: 'd1',
  sources: [],
  documents: [
    {
      id: 'docs/a.md',
      source: 'docs',
      path: 'a.md',
      title: 'A',
      textHash: 'h',
      fileHash: '',
      characters: 5,
      headings: [],
      origin: {},
      personalData: {},
    },
  ],
};

const selection = {
  chat: [],
  embedding: { id: model.card.id, digest: model.digest, dimensions: model.dimensions },
  ruledOut: [],
  notices: [],
};

const record = (type: string, body: unknown): StoredRecord => ({
  type,
  body,
  inputs: [],
  hash: `${type}-hash`,
  stage: 'data',
  createdAt: '',
  runId: 'r',
});

interface Facts {
  readonly tables?: readonly string[];
  readonly text?: string;
  readonly stored?: readonly StoredRecord[];
}

const depsWith = ({ tables = [], text = 'words', stored = [] }: Facts = {}): KnowledgeDeps => ({
  ...scriptedModels({ embedding: [model] }),
  blobs: {
    get: async () => (text === '' ? undefined : new TextEncoder().encode(text)),
    put: async () => '',
    delete: async () => undefined,
  },
  clock: { now: () => 0, monotonic: () => 0 },
  indexTablesInUse: async () => [],
  journal: { once: (_key, work) => work() },
  progress: () => undefined,
  records: {
    list: async () => stored,
    get: async () => undefined,
    lineage: async () => [],
    decide: async () => record('x', {}),
  },
  vectorIndex: {
    tables: async () => tables,
    has: async (table) => tables.includes(table),
    build: async ({ rows }) => {
      let count = 0;
      for await (const batch of rows) count += batch.length;
      return { rows: count };
    },
    searchText: async () => [],
    searchVector: async () => [],
    chunks: async () => [],
    erase: async () => undefined,
    drop: async () => undefined,
  },
});

const run = (deps: KnowledgeDeps, records: Readonly<Record<string, unknown>>) =>
  knowledgeStage.run(deps, {
    config: knowledgeConfigSchema.parse({}),
    projectName: 'p',
    runId: 'r',
    signal: AbortSignal.timeout(5000),
    read: (type) => (Object.hasOwn(records, type) ? JSON.parse(JSON.stringify([record(type, records[type])])) : []),
  });

test('the index record names what it was made from', async () => {
  const drafts = await run(depsWith(), { 'data/dataset': dataset, 'models/selection': selection });
  assert.ok(drafts.ok);
  const [draft] = drafts.value;
  assert.equal(draft?.type, 'knowledge/index');
  assert.deepEqual(draft?.inputs, ['data/dataset-hash', 'models/selection-hash']);
});

test('what is missing is a fault', async () => {
  const codeOf = async (deps: KnowledgeDeps, records: Readonly<Record<string, unknown>>): Promise<string> => {
    const drafts = await run(deps, records);
    return drafts.ok ? 'none' : drafts.error.code;
  };
  const all = { 'data/dataset': dataset, 'models/selection': selection };
  assert.equal(await codeOf(depsWith(), {}), 'KNOWLEDGE_INPUT_MISSING');
  assert.equal(await codeOf(depsWith(), { 'data/dataset': dataset }), 'KNOWLEDGE_INPUT_MISSING');
  assert.equal(await codeOf(depsWith({ text: '' }), all), 'KNOWLEDGE_TEXT_MISSING');
  assert.equal(
    await codeOf(depsWith(), { ...all, 'data/dataset': { ...dataset, documents: [] } }),
    'KNOWLEDGE_NOTHING_TO_INDEX',
  );
});

test('a lost table makes the stage run again', async () => {
  const index: IndexRecord = {
    version: 'v',
    table: 'passages_1',
    datasetVersion: 'd1',
    embedding: selection.embedding,
    chunks: 1,
    documents: 1,
    seconds: 0,
    changed: { added: 1, updated: 0, removed: 0, kept: 0 },
  };
  const files = {
    read: async () => undefined,
    readText: async () => undefined,
    write: async () => undefined,
    glob: async () => [],
    exists: async () => false,
    size: async () => undefined,
    resolve: (path: string) => path,
  };
  const watch = async (facts: Facts) =>
    knowledgeStage.watch?.(
      { ...depsWith(facts), files },
      { config: knowledgeConfigSchema.parse({}), projectRoot: '.' },
    );
  const stored = [record('knowledge/index', index)];
  assert.deepEqual(await watch({}), { table: 'present' });
  assert.deepEqual(await watch({ stored, tables: ['passages_1'] }), { table: 'present' });
  assert.deepEqual(await watch({ stored }), { table: 'lost' });
});
