import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { hashOf, recordHash, sha256, type Json, type RecordDraft, type StoredRecord } from '#kernel';
import type { Dataset, DatasetDocument } from '#build/data/contract';
import type { EmbeddingModel } from '#build/models';
import { scriptedEmbedding, scriptedModels } from '#build/models/testing';
import { createVectorIndex } from '#platform/index';
import { knowledgeConfigSchema, type IndexRecord } from './contract.ts';
import { buildIndex, createRetrievers } from './index.ts';

const signal = AbortSignal.timeout(30_000);

interface World {
  readonly index: (
    texts: Readonly<Record<string, string>>,
    options?: { config?: object; model?: EmbeddingModel },
  ) => Promise<IndexRecord>;
  /** Texts that went to the model, since the last call. */
  readonly embedded: () => readonly string[];
  readonly bytesHold: (text: string) => Promise<boolean>;
  readonly search: (record: IndexRecord, query: string) => Promise<readonly string[]>;
  readonly tables: () => Promise<readonly string[]>;
  readonly inUse: string[];
}

const countingModel = (seen: string[], failAfter = Number.POSITIVE_INFINITY): EmbeddingModel => {
  const model = scriptedEmbedding();
  return {
    ...model,
    embed: async (texts, options) => {
      if (seen.length + texts.length > failAfter) throw new Error('killed');
      seen.push(...texts);
      return model.embed(texts, options);
    },
  };
};

/** Records and journal in memory. */
const createStore = () => {
  const stored: StoredRecord[] = [];
  const journalled = new Map<string, string>();
  const put = (draft: RecordDraft): StoredRecord => {
    const record = { ...draft, hash: recordHash(draft), stage: 'knowledge', createdAt: '', runId: 'r' } as const;
    stored.unshift(record);
    return record;
  };
  return {
    put,
    records: {
      list: async ({ type }: { readonly type?: string }) => stored.filter((record) => record.type === type),
      get: async (hash: string) => stored.find((record) => record.hash === hash),
      lineage: async () => [],
      decide: async (draft: RecordDraft) => put(draft),
    },
    journal: {
      once: async <Value extends Json>(key: unknown, work: () => Promise<Value>): Promise<Value> => {
        const known = journalled.get(hashOf(key));
        if (known !== undefined) return JSON.parse(known);
        const value = await work();
        journalled.set(hashOf(key), JSON.stringify(value));
        return value;
      },
    },
  };
};

/** Datasets of pages, and their texts as blobs. */
const createTexts = () => {
  const texts = new Map<string, string>();
  const documentOf = ([path, text]: readonly [string, string]): DatasetDocument => {
    const textHash = sha256(text);
    texts.set(textHash, text);
    return {
      id: `docs/${path}`,
      source: 'docs',
      path,
      title: path,
      textHash,
      fileHash: '',
      characters: text.length,
      headings: [],
      origin: {},
      personalData: {},
    };
  };
  return {
    blobs: {
      get: async (hash: string) => new TextEncoder().encode(texts.get(hash)),
      put: async () => '',
      delete: async () => undefined,
    },
    datasetOf: (pages: Readonly<Record<string, string>>): Dataset => {
      const documents = Object.entries(pages).map(documentOf);
      return { version: hashOf(documents), documents, sources: [] };
    },
  };
};

const holdsBytes = async (directory: string, text: string): Promise<boolean> => {
  const files = await readdir(directory, { recursive: true, withFileTypes: true });
  const contents = await Promise.all(
    files.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))),
  );
  return contents.some((content) => content.includes(text));
};

const createWorld = async (context: TestContext): Promise<World> => {
  const directory = await mkdtemp(join(tmpdir(), 'knowledge-'));
  const { vectorIndex, close } = createVectorIndex(directory);
  context.after(async () => {
    close();
    await rm(directory, { recursive: true });
  });
  const [seen, inUse]: [string[], string[]] = [[], []];
  const { put, records, journal } = createStore();
  const { blobs, datasetOf } = createTexts();
  const deps = {
    ...scriptedModels({ embedding: [scriptedEmbedding()] }),
    vectorIndex,
    records,
    journal,
    blobs,
    clock: { now: () => 0, monotonic: () => 0 },
    progress: () => undefined,
    indexTablesInUse: async () => inUse,
  };
  return {
    inUse,
    embedded: () => seen.splice(0),
    tables: vectorIndex.tables,
    bytesHold: (text) => holdsBytes(directory, text),
    index: async (pages, { config = {}, model = countingModel(seen) } = {}) => {
      const dataset = datasetOf(pages);
      const built = await buildIndex(deps, { config: knowledgeConfigSchema.parse(config), dataset, model, signal });
      assert.ok(built.ok);
      const { hash } = put({ type: 'data/dataset', body: dataset, inputs: [] });
      put({ type: 'knowledge/index', body: built.value, inputs: [hash] });
      return built.value;
    },
    search: async (record, query) => {
      const retriever = await createRetrievers(deps).retrievers.open(record);
      assert.ok(retriever.ok);
      const found = await retriever.value.search({ query, mode: 'bm25', k: 5 });
      assert.ok(found.ok);
      return found.value.map(({ documentId }) => documentId);
    },
  };
};

const pages = {
  'a.md': 'Alpha speaks of apples.',
  'b.md': 'Beta speaks of bananas.',
  'c.md': 'The secret code is zanzibarquince.',
};

test('only what changed is embedded, and nothing when nothing did', async (context) => {
  const world = await createWorld(context);
  const first = await world.index(pages);
  assert.equal(world.embedded().length, 3);
  assert.deepEqual(first.changed, { added: 3, updated: 0, removed: 0, kept: 0 });
  const same = await world.index(pages);
  assert.deepEqual([world.embedded(), same.table, same.changed.kept], [[], first.table, 3]);
  const second = await world.index({ ...pages, 'b.md': 'Beta speaks of blueberries.', 'd.md': 'Delta.' });
  assert.equal(world.embedded().length, 2);
  assert.deepEqual(second.changed, { added: 1, updated: 1, removed: 0, kept: 2 });
  assert.equal(second.chunks, 4);
  assert.deepEqual(await world.search(second, 'blueberries'), ['docs/b.md']);
  assert.deepEqual(await world.search(second, 'bananas'), []);
  // The earlier index still answers as it did: the record is the switch.
  assert.deepEqual(await world.search(first, 'bananas'), ['docs/b.md']);
});

test('a removed document is gone from the disk, from the index before as well', async (context) => {
  const world = await createWorld(context);
  const first = await world.index(pages);
  assert.ok(await world.bytesHold('zanzibarquince'));
  const { 'c.md': _removed, ...rest } = pages;
  const second = await world.index(rest);
  assert.deepEqual([second.changed.removed, second.chunks], [1, 2]);
  assert.equal(await world.bytesHold('zanzibarquince'), false);
  assert.deepEqual(await world.search(first, 'zanzibarquince apples'), ['docs/a.md']);
});

test('tables that nothing needs are dropped; the previous one and those in use stay', async (context) => {
  const world = await createWorld(context);
  const first = await world.index(pages);
  world.inUse.push(first.table);
  const second = await world.index({ ...pages, 'a.md': 'two' });
  const third = await world.index({ ...pages, 'a.md': 'three' });
  assert.deepEqual((await world.tables()).toSorted(), [first.table, second.table, third.table].toSorted());
  world.inUse.pop();
  const fourth = await world.index({ ...pages, 'a.md': 'four' });
  assert.deepEqual((await world.tables()).toSorted(), [third.table, fourth.table].toSorted());
});

test('after a crash no batch is embedded twice', async (context) => {
  const world = await createWorld(context);
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`${index}.md`, `Page number ${index}.`]));
  const seen: string[] = [];
  await assert.rejects(world.index(many, { model: countingModel(seen, 70) }), /killed/);
  assert.equal(seen.length, 64);
  assert.deepEqual(await world.tables(), []);
  const built = await world.index(many);
  assert.equal(built.chunks, 100);
  assert.equal(world.embedded().length, 36);
});

test('other chunking or another model is another index', async (context) => {
  const world = await createWorld(context);
  const first = await world.index(pages);
  world.embedded();
  const rechunked = await world.index(pages, { config: { chunkWords: 50 } });
  assert.notEqual(rechunked.table, first.table);
  assert.equal(rechunked.changed.kept, 3);
});
