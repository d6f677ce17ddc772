import type { TestContext } from 'node:test';
import OpenAI from 'openai';
import { sha256, type ApiKey, type BlobsDep } from '#kernel';
import { serveByteRoutes, testKey, testListenerDeps } from '#platform/byte-server/testing';
import { createTestDatabase, type TestDatabase } from '#platform/postgres/testing';
import { batchesRoutes } from './batches-routes.ts';
import { createBatchWorker, type BatchWorkerOptions } from './create-batch-worker.ts';
import { filesRoutes } from './files-routes.ts';
import type { BatchCall, BatchReply, BatchStoreDep } from './port.ts';
import type { WorkDeps } from './work-batch.ts';

/** Blobs in memory. */
export const memoryBlobs = (): BlobsDep['blobs'] & { readonly size: () => number } => {
  const byHash = new Map<string, Uint8Array>();
  return {
    size: () => byHash.size,
    put: async (content) => {
      const hash = sha256(content);
      byHash.set(hash, typeof content === 'string' ? Buffer.from(content) : content);
      return hash;
    },
    get: async (hash) => byHash.get(hash),
    delete: async (hash) => void byHash.delete(hash),
  };
};

export const fastWorker: BatchWorkerOptions = {
  concurrency: 3,
  leaseMs: 300,
  pollMs: 20,
  attempts: 3,
  pauseMs: 2,
  longestPauseMs: 20,
};

export interface BatchHarness {
  readonly client: OpenAI;
  readonly url: string;
  readonly database: TestDatabase;
  readonly deps: WorkDeps;
  readonly calls: readonly BatchCall[];
}

/** Files and batches over HTTP with a real store; `call` answers the lines. */
export const createBatchHarness = async (
  context: TestContext,
  call: (call: BatchCall) => BatchReply | Promise<BatchReply>,
  { key = testKey, worker = true }: { readonly key?: ApiKey; readonly worker?: boolean } = {},
): Promise<BatchHarness> => {
  const database = await createTestDatabase();
  const calls: BatchCall[] = [];
  const deps: WorkDeps = {
    ...database,
    blobs: memoryBlobs(),
    log: () => {},
    callGateway: async (given) => {
      calls.push(given);
      return call(given);
    },
  };
  const working = createBatchWorker(deps, fastWorker);
  if (worker) working.start();
  context.after(working.stop);
  const wake = worker ? working.wake : () => {};
  const routes = [...filesRoutes(deps), ...batchesRoutes({ ...deps, wake })];
  const url = await serveByteRoutes(context, routes, { deps: testListenerDeps(key) });
  const client = new OpenAI({ apiKey: 'test-key', baseURL: `${url}/v1`, maxRetries: 0 });
  return { client, url, database, deps, calls };
};

/** A store whose process was killed: nothing that it is asked ever happens. */
export const mortalStore = ({ batches }: BatchStoreDep): BatchStoreDep & { readonly kill: () => void } => {
  let isDead = false;
  const mortal = <Given extends readonly unknown[], Value>(method: (...given: Given) => Promise<Value>) => {
    return (...given: Given): Promise<Value> => (isDead ? new Promise<Value>(() => {}) : method(...given));
  };
  return {
    kill: () => {
      isDead = true;
    },
    batches: {
      ...batches,
      claim: mortal(batches.claim),
      renew: mortal(batches.renew),
      release: mortal(batches.release),
      addResult: mortal(batches.addResult),
      finish: mortal(batches.finish),
    },
  };
};
