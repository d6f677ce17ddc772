import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { APICallError } from '@ai-sdk/provider';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelCard, Usage } from './contract.ts';
import { costOf } from './cost-of.ts';
import type { ProviderWire, WireDeps, WireError } from './provider-wire.ts';
import { openLanguageModel } from './providers/language-model.ts';
import { testProvider } from './test-provider.ts';
import { usageOfModel } from './usage/usage-of-model.ts';
import type { SeenCall, WireAnswer, WireRefusal } from './wire-servers/wire-server.ts';

/** A wire that is open, and what it talks to. */
export interface OpenWire {
  readonly wire: ProviderWire;
  readonly card: ModelCard;
  readonly deps: WireDeps;
  readonly calls: readonly SeenCall[];
}

export interface WireUnderTest {
  readonly name: string;
  readonly open: (script: (call: SeenCall) => WireAnswer | WireRefusal) => Promise<OpenWire>;
  /** Credentials that the provider refuses. */
  readonly wrongDeps: (deps: WireDeps) => WireDeps;
  readonly price: ModelCard['price'];
  /** What it reports of a call, and what that costs at `price`, counted by hand. */
  readonly golden: readonly { readonly name: string; readonly usage: Usage; readonly costNano: number }[];
  /** What its errors are read as; what is absent is read as its own name says. */
  readonly kinds?: Partial<Readonly<Record<WireRefusal['refuse'], WireError['kind']>>>;
  /** False where thoughts are not told. */
  readonly thinksAloud?: boolean;
  /** The wait that it asks for with `limit` is heard. */
  readonly tellsWait: boolean;
  /** The image of the test, where it stands in a request. */
  readonly imageIn: (body: unknown) => unknown;
}

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const ask = (text = 'Say hello.'): LanguageModelV4CallOptions => ({
  prompt: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: [{ type: 'text', text }] },
  ],
  maxOutputTokens: 100,
  temperature: 0,
});

const lookUp = {
  type: 'function',
  name: 'look_up',
  description: 'Looks a word up.',
  inputSchema: { type: 'object', properties: { word: { type: 'string' } }, required: ['word'] },
} as const;

export const modelOf = ({ wire, deps, card }: OpenWire): LanguageModelV4 => {
  const opened = wire.languageModel?.(deps, card);
  assert.ok(opened?.ok === true);
  return opened.value;
};

export const partsOf = async (
  model: LanguageModelV4,
  options: LanguageModelV4CallOptions,
): Promise<readonly LanguageModelV4StreamPart[]> => {
  const parts: LanguageModelV4StreamPart[] = [];
  for await (const part of (await model.doStream(options)).stream) parts.push(part);
  return parts;
};

const deltasOf = (parts: readonly LanguageModelV4StreamPart[], type: 'text-delta' | 'reasoning-delta') =>
  parts.flatMap((part) => (part.type === type && part.delta !== '' ? [part.delta] : []));

const finishOf = (parts: readonly LanguageModelV4StreamPart[]) => {
  const last = parts.at(-1);
  assert.ok(last?.type === 'finish');
  return last;
};

const testText = ({ name, open, thinksAloud = true }: WireUnderTest): void => {
  test(`${name}: a whole answer`, async () => {
    const model = modelOf(await open(() => ({ text: ['Hello, ', 'reader.'] })));
    const { content, finishReason } = await model.doGenerate(ask());
    assert.deepEqual(content.map((part) => (part.type === 'text' ? part.text : part.type)).join(''), 'Hello, reader.');
    assert.equal(finishReason.unified, 'stop');
  });
  test(`${name}: a stream comes in the pieces of the provider, with its thoughts`, async () => {
    const answer = { reasoning: ['Let me ', 'see.'], text: ['Hel', 'lo, ', 'reader.'] };
    const parts = await partsOf(modelOf(await open(() => answer)), ask());
    assert.deepEqual(deltasOf(parts, 'text-delta'), answer.text);
    assert.equal(deltasOf(parts, 'reasoning-delta').join(''), thinksAloud ? 'Let me see.' : '');
    assert.equal(finishOf(parts).finishReason.unified, 'stop');
  });
  test(`${name}: an answer that was too long says so`, async () => {
    const model = modelOf(await open(() => ({ text: ['Hel'], finish: 'length' })));
    assert.equal((await model.doGenerate(ask())).finishReason.unified, 'length');
    assert.equal(finishOf(await partsOf(model, ask())).finishReason.unified, 'length');
  });
};

const testTools = ({ name, open }: WireUnderTest): void => {
  const toolCalls = [{ id: 'call-1', name: 'look_up', arguments: { word: 'émeu' } }];
  test(`${name}: tool calls, whole and streamed`, async () => {
    const model = modelOf(await open(() => ({ toolCalls })));
    const options = { ...ask(), tools: [lookUp] };
    const whole = await model.doGenerate(options);
    const parts = await partsOf(model, options);
    for (const called of [...whole.content, ...parts].filter(({ type }) => type === 'tool-call')) {
      assert.ok(called.type === 'tool-call');
      assert.deepEqual([called.toolName, JSON.parse(called.input)], ['look_up', { word: 'émeu' }]);
    }
    assert.equal(parts.filter(({ type }) => type === 'tool-call').length, 1);
    assert.deepEqual([whole.finishReason.unified, finishOf(parts).finishReason.unified], ['tool-calls', 'tool-calls']);
  });
  test(`${name}: the result of a tool goes back`, async () => {
    const model = modelOf(await open(() => ({ text: ['It is a bird.'] })));
    const call = { toolCallId: 'call-1', toolName: 'look_up' } as const;
    const { content } = await model.doGenerate({
      ...ask(),
      tools: [lookUp],
      prompt: [
        { role: 'user', content: [{ type: 'text', text: 'What is an émeu?' }] },
        { role: 'assistant', content: [{ type: 'tool-call', ...call, input: { word: 'émeu' } }] },
        { role: 'tool', content: [{ type: 'tool-result', ...call, output: { type: 'text', value: 'a bird' } }] },
      ],
    });
    assert.equal(content[0]?.type, 'text');
  });
};

const wantsToolForJson = (body: unknown): boolean => /"tool_?[cC]hoice":/.test(JSON.stringify(body));

const testInput = ({ name, open, imageIn }: WireUnderTest): void => {
  test(`${name}: structured output`, async () => {
    const answer = { word: 'emu' };
    const model = modelOf(
      await open(({ body }) =>
        wantsToolForJson(body)
          ? { toolCalls: [{ id: 'call-1', name: 'json', arguments: answer }] }
          : { text: [JSON.stringify(answer)] },
      ),
    );
    const options = { ...ask(), responseFormat: { type: 'json', schema: lookUp.inputSchema } } as const;
    const { content, finishReason } = await model.doGenerate(options);
    assert.deepEqual(JSON.parse(content[0]?.type === 'text' ? content[0].text : ''), answer);
    assert.equal(finishReason.unified, 'stop');
    const streamed = await partsOf(model, options);
    assert.deepEqual(JSON.parse(deltasOf(streamed, 'text-delta').join('')), answer);
  });
  test(`${name}: an image goes in`, async () => {
    const wire = await open(() => ({ text: ['A dot.'] }));
    const image = { type: 'file', mediaType: 'image/png', data: { type: 'data', data: png } } as const;
    await modelOf(wire).doGenerate({
      ...ask(),
      prompt: [{ role: 'user', content: [{ type: 'text', text: 'What is it?' }, image] }],
    });
    assert.equal(imageIn(wire.calls.at(-1)?.body), png);
  });
};

const testMoney = ({ name, open, golden, price }: WireUnderTest): void => {
  for (const { name: what, usage, costNano } of golden)
    test(`${name}: what is counted and what it costs, ${what}`, async () => {
      const model = modelOf(await open(() => ({ text: ['Hello.'], usage })));
      const { usage: whole } = await model.doGenerate(ask());
      const { usage: streamed } = finishOf(await partsOf(model, ask()));
      assert.deepEqual([usageOfModel(whole), usageOfModel(streamed)], [usage, usage]);
      assert.equal(costOf({ price }, usageOfModel(whole)), costNano);
    });
};

const thrownBy = async (run: PromiseLike<unknown>): Promise<unknown> =>
  run.then(
    () => undefined,
    (reason: unknown) => reason,
  );

const errorOf = async (run: PromiseLike<unknown>, { wire }: OpenWire): Promise<WireError> => {
  const thrown = await thrownBy(run);
  assert.ok(APICallError.isInstance(thrown), String(thrown));
  const { statusCode = 0, responseHeaders = {}, responseBody = '' } = thrown;
  return wire.readError(statusCode, responseHeaders, Buffer.from(responseBody));
};

const named: Readonly<Record<WireRefusal['refuse'], WireError['kind']>> = {
  limit: 'limit',
  quota: 'limit',
  overloaded: 'overloaded',
  failed: 'failed',
  context: 'context',
  invalid: 'invalid',
};
const refusals = ['limit', 'quota', 'overloaded', 'failed', 'context', 'invalid'] as const;

const testErrors = ({ name, open, kinds = {}, tellsWait, wrongDeps }: WireUnderTest): void => {
  for (const refuse of refusals)
    test(`${name}: what "${refuse}" means, whole and streamed`, async () => {
      const wire = await open(() => ({ refuse, retryAfterMs: 2500 }));
      const whole = await errorOf(modelOf(wire).doGenerate(ask()), wire);
      const streamed = await errorOf(partsOf(modelOf(wire), ask()), wire);
      assert.deepEqual([whole.kind, streamed.kind], [kinds[refuse] ?? named[refuse], kinds[refuse] ?? named[refuse]]);
      assert.notEqual(whole.message, '');
      if (refuse === 'limit' && tellsWait) assert.equal(whole.retryAfterMs, 2500);
    });
  test(`${name}: credentials that are refused, and none at all`, async () => {
    const wire = await open(() => ({ text: ['Hello.'] }));
    const wrong = { ...wire, deps: wrongDeps(wire.deps) };
    const thrown = await thrownBy(modelOf(wrong).doGenerate(ask()));
    const isRefused = APICallError.isInstance(thrown)
      ? (await errorOf(Promise.reject(thrown), wrong)).kind === 'credentials'
      : /MODELS_UNAUTHORISED/.test(String(thrown));
    assert.ok(isRefused, String(thrown));
    const none = wire.wire.languageModel?.({ ...wire.deps, environment: { read: () => undefined } }, wire.card);
    assert.equal(none?.ok === false && none.error.code, 'MODELS_KEY_MISSING');
  });
};

const isWholeEnd = (parts: readonly LanguageModelV4StreamPart[]): boolean =>
  parts.every(({ type }) => type !== 'error') &&
  parts.some((part) => part.type === 'finish' && !['error', 'interrupted'].includes(part.finishReason.unified));

const testEnds = ({ name, open }: WireUnderTest): void => {
  for (const ends of ['early', 'error', 'reset'] as const)
    test(`${name}: a stream that ends with "${ends}" is never a whole answer`, async () => {
      const model = modelOf(await open(() => ({ text: ['Hel', 'lo'], ends })));
      const { stream } = await model.doStream(ask());
      const parts: LanguageModelV4StreamPart[] = [];
      const thrown = await thrownBy(
        (async () => {
          for await (const part of stream) parts.push(part);
        })(),
      );
      assert.equal(deltasOf(parts, 'text-delta').join(''), 'Hello');
      assert.ok(thrown !== undefined || !isWholeEnd(parts));
    });
  test(`${name}: aborting closes the connection to the provider`, async () => {
    const wire = await open(() => ({ text: ['Hel', 'lo'], ends: 'never' }));
    const controller = new AbortController();
    const { stream } = await modelOf(wire).doStream({ ...ask(), abortSignal: controller.signal });
    await assert.rejects(async () => {
      for await (const part of stream) if (part.type === 'text-delta') controller.abort();
    });
    for (let waited = 0; wire.calls[0]?.aborted === false && waited < 100; waited += 1)
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    assert.equal(wire.calls[0]?.aborted, true);
  });
};

/** Behind a wire a chat model is one like any other. */
const testChat = ({ name, open }: WireUnderTest): void => {
  const openChat = async (answer: WireAnswer) => {
    const { wire, deps, card } = await open(() => answer);
    return openLanguageModel(deps, { card, wire }, { firstWaitMs: 1, retries: 0 });
  };
  testProvider({
    name,
    open: async () => openChat({ text: ['Hello, ', 'reader.'] }),
    openEmpty: async () => openChat({ text: [] }),
  });
};

/** The contract of a wire behind the AI SDK's interface; run on every provider that is translated. */
export const testWire = (wire: WireUnderTest): void => {
  testText(wire);
  testTools(wire);
  testInput(wire);
  testMoney(wire);
  testErrors(wire);
  testEnds(wire);
  testChat(wire);
};
