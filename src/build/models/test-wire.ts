import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { costOf } from './cost-of.ts';
import { openLanguageModel } from './providers/language-model.ts';
import { testProvider } from './test-provider.ts';
import { testWireFaults } from './test-wire-faults.ts';
import { usageOfModel } from './usage/usage-of-model.ts';
import type { WireAnswer } from './wire-servers/wire-server.ts';
import { ask, deltasOf, modelOf, partsOf, type WireUnderTest } from './wire-under-test.ts';

export { modelOf, partsOf, type OpenWire } from './wire-under-test.ts';

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const lookUp = {
  type: 'function',
  name: 'look_up',
  description: 'Looks a word up.',
  inputSchema: { type: 'object', properties: { word: { type: 'string' } }, required: ['word'] },
} as const;

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
  testWireFaults(wire);
  testChat(wire);
};
