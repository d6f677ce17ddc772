import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptedEmbedding, scriptedModel, scriptedModels, testProvider } from '../testing.ts';
import { echoModel, scriptedCard } from './scripted.ts';
import { fault } from '../errors.ts';

testProvider({
  name: 'scripted',
  open: async () => echoModel(scriptedCard),
  openEmpty: async () => scriptedModel({}),
});

const ask = (content: string) => ({ messages: [{ role: 'user', content }], maxTokens: 10, temperature: 0 }) as const;

test('a record answers by question, a list in order, a function by request', async () => {
  const byQuestion = scriptedModel({ 'capital of France?': 'Paris', France: 'a country' });
  const said = async (model: ReturnType<typeof scriptedModel>, question: string) => {
    const result = await model.complete(ask(question));
    return result.ok ? result.value.text : result.error.code;
  };
  assert.equal(await said(byQuestion, 'capital of France?'), 'Paris');
  assert.equal(await said(byQuestion, 'Where is France then?'), 'a country');
  const inOrder = scriptedModel(['one', { fault: fault('MODELS_BUSY', { id: 'x', message: 'no room' }) }]);
  assert.deepEqual(
    [await said(inOrder, ''), await said(inOrder, ''), await said(inOrder, '')],
    ['one', 'MODELS_BUSY', 'MODELS_BUSY'],
  );
  assert.equal(
    await said(
      scriptedModel(({ maxTokens }) => `at most ${maxTokens}`),
      '',
    ),
    'at most 10',
  );
});

test('tool calls get ids', async () => {
  const result = await scriptedModel([{ toolCalls: [{ name: 'look_up', arguments: '{}' }] }]).complete(ask('go'));
  assert.ok(result.ok);
  assert.deepEqual(result.value.toolCalls, [{ id: 'call-1', name: 'look_up', arguments: '{}' }]);
  assert.equal(result.value.finishReason, 'tool-calls');
});

test('a slow reply can be aborted', async () => {
  const controller = new AbortController();
  const answering = scriptedModel([{ text: 'late', delayMs: 60_000 }]).complete(ask('go'), {
    signal: controller.signal,
  });
  controller.abort(new Error('enough'));
  await assert.rejects(answering, /enough/);
});

test('hashed vectors are unit vectors, and shared words are closer', async () => {
  const result = await scriptedEmbedding().embed(['register a plugin', 'plugin options', 'cooking pasta', ''], {
    kind: 'passage',
  });
  assert.ok(result.ok);
  const [plugin, options, pasta, empty] = result.value;
  assert.ok(plugin && options && pasta && empty);
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, axis) => sum + value * (b[axis] ?? 0), 0);
  assert.ok(dot(plugin, options) > dot(plugin, pasta));
  for (const vector of result.value) assert.ok(Math.abs(dot(vector, vector) - 1) < 1e-5);
});

test('scripted models are found by the id of their card', async () => {
  const { models } = scriptedModels({ chat: [scriptedModel({})], embedding: [scriptedEmbedding()] });
  assert.ok((await models.chat('scripted')).ok);
  assert.ok((await models.embedding('scripted-embedding')).ok);
  const missing = await models.chat('other');
  assert.equal(missing.ok ? '' : missing.error.code, 'MODELS_UNKNOWN');
});
