import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelCardSchema, modelsConfigSchema } from './contract.ts';
import { createModels } from './create-models.ts';
import { fakeInference, fakeWeights } from './fake-deps.ts';
import { pullModel } from './pull-model.ts';

const card = modelCardSchema.parse({
  id: 'reranker',
  name: 'A reranker',
  task: 'rerank',
  provider: 'local',
  providerModel: 'reranker.gguf',
  licence: 'Apache-2.0',
  access: 'open',
  residency: 'local',
  contextTokens: 512,
  price: { input: 0, cachedInput: 0, output: 0 },
  sources: ['file:/models/reranker.gguf'],
  adapters: [{ name: 'style.lora.gguf', sources: ['file:/models/style.lora.gguf'], scale: 0.5 }],
});
const words = modelCardSchema.parse({ ...card, id: 'words', provider: 'scripted', sources: [], adapters: [] });

const open = async () => {
  const deps = {
    ...fakeWeights(),
    ...fakeInference(''),
    clock: { now: () => 0, monotonic: () => 0 },
    http: { fetch: () => Promise.reject(new Error('no network')) },
    environment: { read: () => undefined },
    progress: () => undefined,
  };
  assert.ok((await pullModel(deps, card)).ok);
  return createModels(deps, modelsConfigSchema.parse({ catalogue: [card, words] })).models;
};

test('a reranker scores documents in the order given, and its adapters are part of its digest', async () => {
  const model = await (await open()).rerank('reranker');
  assert.ok(model.ok);
  assert.deepEqual(await model.value.rank('q', ['a', 'b']), { ok: true, value: [1, 0.5] });
  assert.deepEqual(await model.value.rank('q', []), { ok: true, value: [] });
  assert.match(model.value.digest, /^[\da-f]{64}$/);
  await assert.rejects(model.value.rank('q', ['a'], { signal: AbortSignal.abort(new Error('gone')) }), /gone/);
});

test('a reranker of words needs no weights', async () => {
  const model = await (await open()).rerank('words');
  assert.ok(model.ok);
  assert.deepEqual(await model.value.rank('Body limit?', ['The limit of a body.', 'A limit.', 'None']), {
    ok: true,
    value: [1, 0.5, 0],
  });
});
