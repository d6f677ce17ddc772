import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ModelCard } from '../contract.ts';
import type { CompletionRequest } from '../port.ts';
import { scriptedCard, testProvider } from '../testing.ts';
import { createGoogleServer } from '../wire-servers/google.ts';
import { listenToWire } from '../wire-servers/testing.ts';
import type { WireScript } from '../wire-servers/wire-server.ts';
import { googleWire } from './google.ts';
import { openLanguageModel } from './language-model.ts';

const context = { after: (close: () => void) => after(close) };

const openWith = async (script: WireScript, variable = 'SET') => {
  const server = createGoogleServer({ apiKeys: ['secret'], script });
  const baseUrl = `${await listenToWire(context, server)}/v1beta`;
  const card: ModelCard = {
    ...scriptedCard,
    provider: 'google',
    providerModel: 'gemini-2.5-flash',
    price: { input: 1, cachedInput: 0.5, output: 2 },
    endpoint: { baseUrl, apiKeyEnv: variable },
  };
  const deps = {
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    http: { fetch: globalThis.fetch },
    environment: { read: (name: string) => (name === 'SET' ? 'secret' : undefined) },
  };
  const policy = { retries: 1, firstWaitMs: 1, timeoutMs: 5000 };
  return { model: openLanguageModel(deps, { card, wire: googleWire }, policy), calls: server.calls };
};

const request: CompletionRequest = { messages: [{ role: 'user', content: 'Hi' }], maxTokens: 10, temperature: 0 };

const codeOf = async (script: WireScript, onDelta?: (text: string) => void): Promise<string> => {
  const { model } = await openWith(script);
  const result = await model.complete(request, onDelta === undefined ? {} : { onDelta });
  return result.ok ? 'ok' : result.error.code;
};

testProvider({
  name: 'a language model of the AI SDK',
  open: async () => (await openWith(() => ({ text: ['Hello, ', 'reader.'] }))).model,
  openEmpty: async () => (await openWith(() => ({ text: [''] }))).model,
});

test('each kind of refusal is its own fault', async () => {
  assert.equal(await codeOf(() => ({ refuse: 'limit', retryAfterMs: 10 })), 'MODELS_RATE_LIMITED');
  assert.equal(await codeOf(() => ({ refuse: 'overloaded' })), 'MODELS_UNREACHABLE');
  assert.equal(await codeOf(() => ({ refuse: 'context' })), 'MODELS_PROMPT_TOO_LONG');
  assert.equal(await codeOf(() => ({ refuse: 'invalid' })), 'MODELS_REFUSED');
  assert.equal(await codeOf(() => ({ text: ['No'], finish: 'filtered' })), 'MODELS_FILTERED');
  const { model } = await openWith(() => ({ text: ['Hi'] }), 'UNSET');
  const result = await model.complete(request);
  assert.equal(result.ok ? '' : result.error.code, 'MODELS_KEY_MISSING');
});

test('what gets better is tried again, what does not is not', async () => {
  const { model, calls } = await openWith(({ body }) =>
    JSON.stringify(body).includes('twice') && calls.length === 1 ? { refuse: 'overloaded' } : { text: ['Hello.'] },
  );
  const result = await model.complete({ ...request, messages: [{ role: 'user', content: 'twice' }] });
  assert.deepEqual([result.ok, calls.length], [true, 2]);
  const refused = await openWith(() => ({ refuse: 'invalid' }));
  await refused.model.complete(request);
  assert.equal(refused.calls.length, 1);
});

test('a stream that breaks after text was told is not told again', async () => {
  for (const ends of ['early', 'error', 'reset'] as const) {
    const told: string[] = [];
    const code = await codeOf(
      () => ({ text: ['Half'], ends }),
      (text) => told.push(text),
    );
    assert.notEqual(code, 'ok', ends);
    assert.deepEqual(told, ['Half']);
  }
});

test('a tool call goes out and its result goes back', async () => {
  const { model, calls } = await openWith(({ body }) =>
    JSON.stringify(body).includes('a bird')
      ? { text: ['It is a bird.'] }
      : { toolCalls: [{ id: 'call-1', name: 'look_up', arguments: { word: 'emu' } }] },
  );
  const tools = [{ name: 'look_up', description: 'Looks a word up.', parameters: { type: 'object', properties: {} } }];
  const asked = await model.complete({ ...request, tools });
  assert.ok(asked.ok);
  const { toolCalls, finishReason } = asked.value;
  assert.deepEqual([toolCalls[0]?.name, toolCalls[0]?.arguments], ['look_up', '{"word":"emu"}']);
  assert.equal(finishReason, 'tool-calls');
  const answered = await model.complete({
    ...request,
    tools,
    messages: [
      ...request.messages,
      { role: 'assistant', content: '', toolCalls },
      { role: 'tool', content: 'a bird', toolCallId: toolCalls[0]?.id ?? '' },
    ],
  });
  assert.equal(answered.ok ? answered.value.text : answered.error.why, 'It is a bird.');
  assert.match(JSON.stringify(calls.at(-1)?.body), /"name":"look_up"/);
});

test('aborting in the middle of a stream rejects with the reason', async () => {
  const controller = new AbortController();
  const { model } = await openWith(() => ({ text: ['Hel', 'lo'], ends: 'never' }));
  const answering = model.complete(request, {
    signal: controller.signal,
    onDelta: () => controller.abort(new Error('stop now')),
  });
  await assert.rejects(answering, /stop now/);
});

test('every class of usage is priced', async () => {
  const usage = { inputTokens: 100, cachedInputTokens: 40, outputTokens: 30, reasoningTokens: 10 };
  const { model } = await openWith(() => ({ text: ['Hello.'], usage }));
  for (const options of [{}, { onDelta: () => undefined }]) {
    const result = await model.complete(request, options);
    assert.deepEqual(result.ok && result.value.usage, usage);
    // 60 fresh at 1, 40 cached at 0.5, 30 out at 2 dollars a million.
    assert.equal(result.ok && result.value.costNano, 140_000);
  }
});
