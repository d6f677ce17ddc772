import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { builtInCatalogue, createModels, modelsConfigSchema, pullModel, type CompletionRequest } from '#build/models';
import { testProvider } from '#build/models/testing';
import { createModelPorts } from './create-model-ports.ts';

/** The real default models in real child processes; pulled here, skipped with the reason where no source answers. */
const ports = createModelPorts();
after(() => ports.close());
const pull = async (id: string): Promise<string | undefined> => {
  const card = builtInCatalogue.find((entry) => entry.id === id);
  assert.ok(card);
  const pulled = await pullModel({ ...ports, progress: () => undefined }, card);
  return pulled.ok ? undefined : `${pulled.error.what} ${pulled.error.why}`;
};
const noChat = await pull('smollm2-135m');
const noEmbedding = await pull('minilm-l6');

const { models } = createModels(
  { ...ports, clock: { now: () => Date.now(), monotonic: () => performance.now() } },
  modelsConfigSchema.parse({}),
);
const openChat = async () => {
  const model = await models.chat('smollm2-135m');
  assert.ok(model.ok, model.ok ? '' : model.error.what);
  return model.value;
};
const openEmbedding = async () => {
  const model = await models.embedding('minilm-l6');
  assert.ok(model.ok, model.ok ? '' : model.error.what);
  return model.value;
};
const ask = (content: string, rest: Partial<CompletionRequest> = {}): CompletionRequest => ({
  messages: [{ role: 'user', content }],
  maxTokens: 32,
  temperature: 0,
  ...rest,
});
const story = ask('Tell a long story about a lighthouse.', { maxTokens: 400 });
const chatOptions = { skip: noChat ?? false };
const embeddingOptions = { skip: noEmbedding ?? false };

testProvider({ name: 'local', open: openChat, skip: noChat });

test('answers from the passage, and reads an unchanged prompt once', chatOptions, async () => {
  const model = await openChat();
  const question = ask(
    'Passage: The server listens on port 3100 by default.\n\nQuestion: Which port does it listen on?',
  );
  const first = await model.complete(question);
  const second = await model.complete(question);
  assert.ok(first.ok && second.ok);
  assert.match(first.value.text, /3100/);
  assert.equal(second.value.text, first.value.text);
  assert.ok(second.value.usage.cachedInputTokens > first.value.usage.cachedInputTokens);
});

test('a schema and tools hold the output', chatOptions, async () => {
  const model = await openChat();
  const schema = { type: 'object', properties: { port: { type: 'integer' } } };
  const typed = await model.complete(ask('The port is 3100. Reply with the port as JSON.', { responseSchema: schema }));
  assert.ok(typed.ok);
  assert.equal(typeof JSON.parse(typed.value.text).port, 'number');
  const tools = [
    {
      name: 'look_up',
      description: 'Looks a word up.',
      parameters: { type: 'object', properties: { word: { type: 'string' } } },
    },
  ];
  const called = await model.complete(ask('Look up the word lighthouse.', { tools, maxTokens: 80 }));
  const outcome = called.ok ? called.value.finishReason : called.error.code;
  assert.ok(['tool-calls', 'stop', 'MODELS_TOOL_CALL_MALFORMED'].includes(outcome), outcome);
});

test('stops at a stop word and at the limit of tokens', chatOptions, async () => {
  const model = await openChat();
  const short = await model.complete(ask('Count from one to ten.', { maxTokens: 4 }));
  assert.equal(short.ok && short.value.finishReason, 'length');
  const stopped = await model.complete(ask('Passage: the port is 3100.\n\nQuestion: Which port?', { stop: ['3100'] }));
  assert.ok(stopped.ok && !stopped.value.text.includes('3100'));
});

test('a prompt that does not fit is a fault', chatOptions, async () => {
  const result = await (await openChat()).complete(ask('word '.repeat(6000)));
  assert.equal(result.ok ? '' : result.error.code, 'MODELS_PROMPT_TOO_LONG');
});

test('an abort between tokens is noticed within 100 ms', chatOptions, async () => {
  const model = await openChat();
  const controller = new AbortController();
  let abortedAt = 0;
  const answering = model.complete(story, {
    signal: controller.signal,
    onDelta: () => {
      if (abortedAt !== 0) return;
      abortedAt = performance.now();
      controller.abort(new Error('enough'));
    },
  });
  await assert.rejects(answering, /enough/);
  assert.ok(performance.now() - abortedAt < 100);
  assert.ok((await model.complete(ask('Say hello.'))).ok, 'the engine is free again');
});

test('two answers are made at once, and each is what it would be alone', chatOptions, async () => {
  const model = await openChat();
  const questions = ['Name the capital of France.', 'Say the word lighthouse.'].map((text) => ask(text, { seed: 1 }));
  const alone = [];
  for (const question of questions) alone.push(await model.complete(question));
  const together = await Promise.all(questions.map((question) => model.complete(question)));
  const texts = (results: typeof together) =>
    results.map((result) => (result.ok ? result.value.text : result.error.what));
  assert.deepEqual(texts(together), texts(alone));
});

test('an abort while a long prompt is read leaves the engine free for the next call', chatOptions, async () => {
  const model = await openChat();
  const controller = new AbortController();
  const long = model.complete(ask('word '.repeat(3000)), { signal: controller.signal });
  await delay(150);
  controller.abort(new Error('enough'));
  await assert.rejects(long, /enough/);
  const began = performance.now();
  assert.ok((await model.complete(ask('Hi', { maxTokens: 1 }))).ok);
  assert.ok(performance.now() - began < 10_000, 'reading the whole prompt takes half a minute');
});

test('a process over its memory limit is ended, and says why', chatOptions, async () => {
  const card = builtInCatalogue.find(({ id }) => id === 'smollm2-135m');
  assert.ok(card !== undefined);
  const { models: limited } = createModels(
    { ...ports, clock: { now: () => Date.now(), monotonic: () => performance.now() } },
    modelsConfigSchema.parse({ catalogue: [{ ...card, run: { memoryMb: 60 } }] }),
  );
  const model = await limited.chat('smollm2-135m');
  assert.ok(model.ok);
  const result = await model.value.complete(story);
  assert.ok(!result.ok);
  assert.match(result.error.why, /60 MB is its limit/);
});

test(
  'an engine that is killed in the middle of an answer is replaced, and nothing is told twice',
  chatOptions,
  async () => {
    const model = await openChat();
    const told: string[] = [];
    const before = ports.pids();
    const answering = model.complete({ ...story, maxTokens: 60 }, { onDelta: (text) => told.push(text) });
    while (told.length < 5) await delay(5);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    const result = await answering;
    assert.ok(result.ok, result.ok ? '' : result.error.why);
    assert.equal(told.join('').trim(), result.value.text.trim());
    assert.ok(ports.pids().every((pid) => !before.includes(pid)));
  },
);

test('related texts are close, whatever the batch they are in', embeddingOptions, async () => {
  const model = await openEmbedding();
  const texts = [
    'How do I register a plugin?',
    'Plugins are added with register().',
    'The soup needs more salt.',
    'x '.repeat(2000),
    '',
  ];
  const result = await model.embed(texts, { kind: 'passage' });
  assert.ok(result.ok);
  const [question, plugin, soup] = result.value;
  assert.ok(question && plugin && soup && result.value.length === 5);
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, axis) => sum + value * (b[axis] ?? 0), 0);
  assert.ok(dot(question, plugin) > dot(question, soup) + 0.3);
  const alone = await model.embed([texts[1] ?? ''], { kind: 'passage' });
  assert.ok(alone.ok && alone.value[0]);
  assert.ok(dot(alone.value[0], plugin) > 0.9999);
});

test('a question gets its vector while an index is being built', embeddingOptions, async () => {
  const model = await openEmbedding();
  const passages = Array.from(
    { length: 60 },
    (_, index) => `passage ${index} ${'about plugins and routes '.repeat(30)}`,
  );
  let indexed = false;
  const indexing = model.embed(passages, { kind: 'passage' }).then((result) => {
    indexed = true;
    return result;
  });
  const question = await model.embed(['How do I add a route?'], { kind: 'query' });
  assert.ok(question.ok && !indexed);
  assert.ok((await indexing).ok);
});
