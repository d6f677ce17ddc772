import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { generateText, isStepCount, jsonSchema, Output, streamText, tool } from 'ai';
import { scriptedLanguageModel, serveDialects, type ScriptedTurn } from './testing.ts';

// A model that asks for the weather, thinks, and answers with what it heard; or writes JSON when it must.
const script = ({ prompt, responseFormat }: LanguageModelV4CallOptions): ScriptedTurn => {
  if (responseFormat?.type === 'json') return { content: [{ type: 'text', text: '{"city":"Ulm"}' }] };
  const last = prompt.at(-1);
  const result = last?.role === 'tool' ? last.content[0] : undefined;
  if (result?.type === 'tool-result')
    return { content: [{ type: 'text', text: `It says ${JSON.stringify(result.output)}.` }] };
  return {
    finish: 'tool-calls',
    content: [
      { type: 'reasoning', text: 'I must look.', providerMetadata: { anthropic: { signature: 'sig' } } },
      { type: 'tool-call', toolCallId: 'call_1', toolName: 'weather', input: '{"city":"Ulm"}' },
    ],
  };
};

const scripted = scriptedLanguageModel(script);
let host: Awaited<ReturnType<typeof serveDialects>>;
const models = new Map<string, LanguageModelV4>();
before(async () => {
  host = await serveDialects(scripted);
  const settings = { apiKey: 'k', baseURL: `${host.url}/v1` };
  const openai = createOpenAI(settings);
  models.set('openai chat', openai.chat('m'));
  models.set('openai responses', openai.responses('m'));
  models.set('anthropic', createAnthropic(settings)('claude-sonnet-4-5'));
  const compatible = createOpenAICompatible({
    ...settings,
    name: 'ours',
    supportsStructuredOutputs: true,
    includeUsage: true,
  });
  models.set('compatible', compatible('m'));
});
after(() => host.close());

const weather = tool({
  description: 'The weather of a city',
  inputSchema: jsonSchema<{ city: string }>({
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  }),
  execute: async ({ city }) => `rain in ${city}`,
});

const providerOptions = { openai: { store: false } };

test('a round trip with a tool, whole and streamed, through every provider package', async () => {
  for (const [name, model] of models) {
    const asked = { model, tools: { weather }, stopWhen: isStepCount(3), providerOptions, prompt: 'Weather in Ulm?' };
    const whole = await generateText(asked);
    const streamed = streamText(asked);
    await streamed.consumeStream();
    const steps = await streamed.steps;
    for (const [text, count] of [
      [whole.text, whole.steps.length],
      [await streamed.text, steps.length],
    ]) {
      assert.match(String(text), /rain in Ulm/, name);
      assert.equal(count, 2, name);
    }
    const usage = await streamed.usage;
    assert.deepEqual(
      [usage.inputTokens, usage.outputTokens, usage.inputTokenDetails.cacheReadTokens],
      [40, 18, 12],
      name,
    );
    assert.equal(steps[0]?.finishReason, 'tool-calls', name);
    if (name !== 'openai chat') assert.equal(steps[0].reasoningText, 'I must look.', name);
  }
});

test('a thought keeps its signature through the conversation', async () => {
  for (const name of ['openai responses', 'anthropic']) {
    const model = models.get(name);
    assert.ok(model);
    await generateText({ model, tools: { weather }, stopWhen: isStepCount(3), providerOptions, prompt: 'Weather?' });
    const said = scripted.calls.at(-1)?.prompt.find(({ role }) => role === 'assistant');
    const thought = said?.role === 'assistant' ? said.content.find(({ type }) => type === 'reasoning') : undefined;
    assert.equal(thought?.providerOptions?.['anthropic']?.['signature'], 'sig', name);
  }
});

test('structured output through every provider package', async () => {
  for (const [name, model] of models) {
    const output = Output.object({
      schema: jsonSchema<{ city: string }>({
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
        additionalProperties: false,
      }),
    });
    const result = await generateText({ model, output, prompt: 'Which city?' });
    assert.deepEqual(result.output, { city: 'Ulm' }, name);
    assert.equal(scripted.calls.at(-1)?.responseFormat?.type, 'json', name);
  }
});

test('an image arrives through every provider package', async () => {
  const image = Buffer.from('iVBORw0KGgoAAAANSUhEUg==', 'base64');
  for (const [name, model] of models) {
    await generateText({
      model,
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What?' },
            { type: 'file', mediaType: 'image/png', data: image },
          ],
        },
      ],
    });
    const content = scripted.calls.at(-1)?.prompt.at(-1)?.content;
    const file = typeof content === 'string' ? undefined : content?.find(({ type }) => type === 'file');
    assert.ok(file?.type === 'file' && file.data.type === 'data', name);
    assert.deepEqual([file.mediaType, file.data.data], ['image/png', image.toString('base64')], name);
  }
});
