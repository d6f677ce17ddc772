import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createModels } from './create-models.ts';
import { builtInCatalogue } from './catalogue.ts';
import { modelsConfigSchema, type ModelsConfig } from './contract.ts';
import { fakeInference, fakeWeights } from './fake-deps.ts';
import { pullModel } from './pull-model.ts';
import { err, ok } from '#kernel';
import { testProvider, scriptedCard } from './testing.ts';

const config: ModelsConfig = {
  chat: [],
  embedding: [],
  generative: true,
  prices: {},
  needs: modelsConfigSchema.parse({}).needs,
  catalogue: [{ ...scriptedCard, id: 'lost', provider: 'nobody' }, scriptedCard],
};
const pulled = fakeWeights();
for (const card of builtInCatalogue.filter(({ id }) => id === 'smollm2-135m' || id === 'minilm-l6')) {
  await pullModel({ ...pulled, progress: () => undefined }, card);
}
const create = (inference = fakeInference('Hello, reader.'), weights = pulled) =>
  createModels(
    {
      ...inference,
      ...weights,
      clock: { now: () => 0, monotonic: () => performance.now() },
      http: { fetch: globalThis.fetch },
      environment: { read: () => undefined },
    },
    config,
  );
const openChat = async (text: string) => {
  const model = await create(fakeInference(text)).models.chat('smollm2-135m');
  assert.ok(model.ok);
  return model.value;
};

testProvider({
  name: 'local with a fake engine',
  open: () => openChat('Hello, reader.'),
  openEmpty: () => openChat(' '),
  openMalformedTools: () => openChat('{"tool":"look_'),
});

test('what cannot be opened is a fault of its own', async () => {
  const { models } = create();
  const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }) => result.error?.code;
  assert.equal(codeOf(await models.chat('unheard-of')), 'MODELS_UNKNOWN');
  assert.equal(codeOf(await models.chat('minilm-l6')), 'MODELS_WRONG_TASK');
  assert.equal(codeOf(await models.chat('lost')), 'MODELS_PROVIDER_UNKNOWN');
  assert.equal(codeOf(await models.chat('gemma3-270m')), 'MODELS_NOT_PULLED');
});

test('a model is opened once, and tried again after a failure', async () => {
  const weights = fakeWeights();
  const { models } = create(fakeInference('Hello'), weights);
  assert.equal((await models.chat('smollm2-135m')).ok, false);
  const card = builtInCatalogue.find(({ id }) => id === 'smollm2-135m');
  assert.ok(card);
  await pullModel({ ...weights, progress: () => undefined }, card);
  const [first, second] = await Promise.all([models.chat('smollm2-135m'), models.chat('smollm2-135m')]);
  assert.ok(first.ok && second.ok);
  assert.equal(first.value, second.value);
  assert.equal(first.value.digest, card.sha256);
});

test('the vector of a question is kept, that of a passage is not', async () => {
  const inference = fakeInference('');
  const model = await create(inference).models.embedding('minilm-l6');
  assert.ok(model.ok);
  for (const kind of ['query', 'query', 'passage', 'passage'] as const) {
    assert.ok((await model.value.embed(['the same text'], { kind })).ok);
  }
  assert.equal(inference.calls, 3);
});

test('a failed engine is a fault that says why', async () => {
  const failing = fakeInference('');
  const { models } = create({
    ...failing,
    inference: {
      chat: async () => err({ kind: 'crash', message: 'SIGKILL' }),
      embed: async () => ok([]),
      rank: async () => ok([]),
    },
  });
  const model = await models.chat('smollm2-135m');
  assert.ok(model.ok);
  const result = await model.value.complete({
    messages: [{ role: 'user', content: 'Hi' }],
    maxTokens: 5,
    temperature: 0,
  });
  assert.ok(!result.ok);
  assert.equal(result.error.code, 'MODELS_ENGINE_CRASHED');
  assert.match(result.error.why, /SIGKILL/);
});

test('a tool call and an answer under tools', async () => {
  const tools = [{ name: 'look_up', description: 'Looks up.', parameters: { type: 'object' } }] as const;
  const request = { messages: [{ role: 'user', content: 'Hi' }], maxTokens: 5, temperature: 0, tools } as const;
  const call = await (await openChat('{"tool":"look_up","arguments":{"word":"x"}}')).complete(request);
  assert.ok(call.ok);
  assert.deepEqual([call.value.finishReason, call.value.toolCalls[0]?.arguments], ['tool-calls', '{"word":"x"}']);
  const deltas: string[] = [];
  const answer = await (
    await openChat('{"answer":"It is x."}')
  ).complete(request, { onDelta: (text) => deltas.push(text) });
  assert.ok(answer.ok);
  assert.deepEqual([answer.value.text, deltas], ['It is x.', ['It is x.']]);
});
