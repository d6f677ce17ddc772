import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChatModel } from './port.ts';

/** A model of the provider under test, by what it is asked to do; a provider leaves out what it cannot be made to do. */
export interface ProviderUnderTest {
  readonly name: string;
  /** Says at least two words about anything. */
  readonly open: () => Promise<ChatModel>;
  readonly openEmpty?: () => Promise<ChatModel>;
  readonly openMalformedTools?: () => Promise<ChatModel>;
  /** Why it cannot be tested here. */
  readonly skip?: string | undefined;
}

const request = {
  messages: [{ role: 'user', content: 'Say hello to the reader.' }],
  maxTokens: 24,
  temperature: 0,
} as const;
const tools = [
  {
    name: 'look_up',
    description: 'Looks a word up.',
    parameters: { type: 'object', properties: { word: { type: 'string' } } },
  },
] as const;

const testAnswer = ({ name, open, skip }: ProviderUnderTest): void => {
  test(`${name}: answers with text, usage and cost`, { skip: skip ?? false }, async () => {
    const model = await open();
    const result = await model.complete(request);
    assert.ok(result.ok, result.ok ? '' : result.error.what);
    assert.notEqual(result.value.text.trim(), '');
    assert.ok(result.value.usage.inputTokens > 0 && result.value.usage.outputTokens > 0);
    assert.ok(Number.isInteger(result.value.costNano) && result.value.durationMs >= 0);
    assert.notEqual(model.digest, '');
  });
  test(`${name}: the deltas are the text`, { skip: skip ?? false }, async () => {
    const deltas: string[] = [];
    const result = await (await open()).complete(request, { onDelta: (text) => deltas.push(text) });
    assert.ok(result.ok);
    assert.equal(deltas.join('').trim(), result.value.text.trim());
  });
};

const testAbort = ({ name, open, skip }: ProviderUnderTest): void => {
  test(`${name}: an aborted call rejects with the reason of the signal`, { skip: skip ?? false }, async () => {
    const model = await open();
    const reason = new Error('no longer needed');
    await assert.rejects(model.complete(request, { signal: AbortSignal.abort(reason) }), reason);
    assert.ok((await model.complete(request)).ok, 'the next call works');
  });
};

const testFaults = ({ name, openEmpty, openMalformedTools, skip }: ProviderUnderTest): void => {
  if (openEmpty !== undefined) {
    test(`${name}: nothing said is a fault`, { skip: skip ?? false }, async () => {
      const result = await (await openEmpty()).complete(request);
      assert.equal(result.ok ? '' : result.error.code, 'MODELS_EMPTY_ANSWER');
    });
  }
  if (openMalformedTools !== undefined) {
    test(`${name}: a broken tool call is a fault`, { skip: skip ?? false }, async () => {
      const result = await (await openMalformedTools()).complete({ ...request, tools });
      assert.equal(result.ok ? '' : result.error.code, 'MODELS_TOOL_CALL_MALFORMED');
    });
  }
};

/** The contract of a chat model; run on every provider. */
export const testProvider = (provider: ProviderUnderTest): void => {
  testAnswer(provider);
  testAbort(provider);
  testFaults(provider);
};
