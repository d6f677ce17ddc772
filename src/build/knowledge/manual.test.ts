import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sha256 } from '#kernel';
import { dataStage } from '#build/data';
import { dataConfigSchema, datasetSchema } from '#build/data/contract';
import { scriptedEmbedding, scriptedModels } from '#build/models/testing';
import { createFiles } from '#platform/files';
import { createVectorIndex } from '#platform/index';
import { knowledgeConfigSchema } from './contract.ts';
import { buildIndex, createRetrievers, findQuote, readDocumentText } from './index.ts';

const signal = AbortSignal.timeout(60_000);
const policy = {
  owner: 'Fastify',
  classification: 'public',
  lawfulBasis: 'not-personal',
  retention: 'P365D',
  allowedUses: ['retrieval'],
  personalData: 'mask',
};

/** Written for this test; what BM25 alone must find among the first five passages of the manual. */
const questions = [
  ['How large may a request body be by default?', 'fastify/Reference/Server.md'],
  ['Which status code does the client get when the handler times out?', 'fastify/Reference/Server.md'],
  [
    'How do I validate the query string of a route with JSON Schema?',
    'fastify/Reference/Validation-and-Serialization.md',
  ],
  ['In what order are the hooks of a request called?', 'fastify/Reference/Hooks.md'],
  ['How do I redact secrets from the log?', 'fastify/Reference/Logging.md'],
  ['How do I deploy to AWS Lambda?', 'fastify/Guides/Serverless.md'],
] as const;

test('the Fastify manual, from its files to a passage that answers', async (context) => {
  const directory = await mkdtemp(join(tmpdir(), 'manual-'));
  const { vectorIndex, close } = createVectorIndex(directory);
  context.after(async () => {
    close();
    await rm(directory, { recursive: true });
  });
  const stored = new Map<string, Uint8Array>();
  const put = async (content: string | Uint8Array): Promise<string> => {
    stored.set(sha256(content), Buffer.from(content));
    return sha256(content);
  };
  const blobs = { put, get: async (hash: string) => stored.get(hash), delete: async () => undefined };
  const files = createFiles(fileURLToPath(new URL('../../../', import.meta.url)));
  const drafts = await dataStage.run(
    { files, blobs, progress: () => undefined },
    {
      config: dataConfigSchema.parse({ sources: [{ id: 'fastify', path: 'node_modules/fastify/docs' }] }),
      projectName: 'p',
      runId: 'r',
      signal,
      read: () => JSON.parse(JSON.stringify([{ hash: 'h', body: { sources: { fastify: policy } } }])),
    },
  );
  assert.ok(drafts.ok);
  const dataset = datasetSchema.parse(drafts.value[1]?.body);
  assert.ok(dataset.documents.length >= 40 && dataset.documents.every(({ origin }) => origin.package === 'fastify'));

  const model = scriptedEmbedding();
  const deps = {
    blobs,
    vectorIndex,
    ...scriptedModels({ embedding: [model] }),
    clock: { now: () => 0, monotonic: () => 0 },
    progress: () => undefined,
    indexTablesInUse: async () => [],
    journal: { once: <Value>(_key: unknown, work: () => Promise<Value>) => work() },
    records: {
      list: async () => [],
      get: async () => undefined,
      lineage: async () => [],
      decide: () => Promise.reject(new Error('unused')),
    },
  };
  const index = await buildIndex(deps, { config: knowledgeConfigSchema.parse({}), dataset, model, signal });
  assert.ok(index.ok);
  const retriever = await createRetrievers(deps).retrievers.open(index.value);
  assert.ok(retriever.ok);
  for (const [query, page] of questions) {
    const found = await retriever.value.search({ query, mode: 'bm25', k: 5 });
    assert.ok(found.ok && found.value.some(({ documentId }) => documentId === page), query);
    const [best] = found.value;
    const document = dataset.documents.find(({ id }) => id === best?.documentId);
    assert.ok(best !== undefined && document !== undefined);
    const text = await readDocumentText(deps, document);
    assert.ok(text.ok && text.value.slice(best.start, best.end) === best.text);
    assert.ok(findQuote(text.value, best.text) !== undefined);
  }
});
