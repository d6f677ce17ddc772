import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { APICallError } from '@ai-sdk/provider';
import { scriptedLanguageModel, serveDialects, type ScriptedTurn } from '../testing.ts';

let turn: ScriptedTurn = {};
const model = scriptedLanguageModel(() => turn);
let host: Awaited<ReturnType<typeof serveDialects>>;
let client: Anthropic;
before(async () => {
  host = await serveDialects(model);
  client = new Anthropic({ apiKey: 'k', baseURL: host.url, maxRetries: 0 });
});
after(() => host.close());

const ask = {
  model: 'm',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'hi' }],
} satisfies Anthropic.MessageCreateParamsNonStreaming;

const toolTurn: ScriptedTurn = {
  finish: 'tool-calls',
  content: [
    { type: 'reasoning', text: 'I think', providerMetadata: { anthropic: { signature: 'sig' } } },
    { type: 'text', text: 'Looking both up.' },
    { type: 'tool-call', toolCallId: 'c1', toolName: 'weather', input: '{"city":"Ulm"}' },
    { type: 'tool-call', toolCallId: 'c2', toolName: 'time', input: '' },
  ],
};

test('blocks, stop reason and usage are the same whole and streamed', async () => {
  turn = toolTurn;
  const whole = await client.messages.create(ask);
  const streamed = await client.messages.stream(ask).finalMessage();
  for (const message of [whole, streamed]) {
    assert.equal(message.stop_reason, 'tool_use');
    assert.deepEqual(
      [message.usage.input_tokens, message.usage.cache_read_input_tokens, message.usage.cache_creation_input_tokens],
      [12, 6, 2],
    );
    assert.equal(message.usage.output_tokens, 9);
    assert.deepEqual(JSON.parse(JSON.stringify(message.content)), [
      { type: 'thinking', thinking: 'I think', signature: 'sig' },
      { type: 'text', text: 'Looking both up.', citations: null },
      { type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Ulm' } },
      { type: 'tool_use', id: 'c2', name: 'time', input: {} },
    ]);
  }
});

test('the events come in the order of the original', async () => {
  turn = { content: [{ type: 'text', text: 'Hello' }] };
  const stream = await client.messages.create({ ...ask, stream: true });
  const types: string[] = [];
  for await (const event of stream) types.push(event.type);
  assert.deepEqual(types, [
    'message_start',
    'content_block_start',
    'content_block_delta',
    'content_block_stop',
    'message_delta',
    'message_stop',
  ]);
});

const results: Anthropic.ContentBlockParam[] = [
  { type: 'tool_result', tool_use_id: 'c1', content: 'rain' },
  {
    type: 'tool_result',
    tool_use_id: 'c2',
    content: [
      { type: 'text', text: 'noon' },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
    ],
  },
  { type: 'text', text: 'And now?' },
];

test('an answer sent back is decoded to what the model said, with results before further text', async () => {
  turn = toolTurn;
  const first = await client.messages.create(ask);
  turn = { content: [{ type: 'text', text: 'Done.' }] };
  await client.messages.create({
    ...ask,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
    messages: [...ask.messages, { role: 'assistant', content: first.content }, { role: 'user', content: results }],
  });
  const call = model.calls.at(-1);
  assert.deepEqual(
    call?.prompt.map(({ role }) => role),
    ['system', 'user', 'assistant', 'tool', 'user'],
  );
  assert.deepEqual(call.prompt[0]?.providerOptions, {
    anthropic: { cacheControl: { type: 'ephemeral', ttl: '1h' } },
    bedrock: { cachePoint: { type: 'default', ttl: '1h' } },
  });
  assert.deepEqual(call.prompt[2]?.content, [
    {
      type: 'reasoning',
      text: 'I think',
      providerOptions: { anthropic: { signature: 'sig' }, bedrock: { signature: 'sig' } },
    },
    { type: 'text', text: 'Looking both up.' },
    { type: 'tool-call', toolCallId: 'c1', toolName: 'weather', input: { city: 'Ulm' } },
    { type: 'tool-call', toolCallId: 'c2', toolName: 'time', input: {} },
  ]);
  assert.deepEqual(call.prompt[3]?.content, [
    { type: 'tool-result', toolCallId: 'c1', toolName: 'weather', output: { type: 'text', value: 'rain' } },
    {
      type: 'tool-result',
      toolCallId: 'c2',
      toolName: 'time',
      output: {
        type: 'content',
        value: [
          { type: 'text', text: 'noon' },
          { type: 'file', mediaType: 'image/png', data: { type: 'data', data: 'AAAA' } },
        ],
      },
    },
  ]);
});

// No longer in the client's types, still in the API.
const sampling: object = { temperature: 1, top_k: 5 };

test('everything that can be set arrives', async () => {
  turn = { content: [{ type: 'text', text: '{}' }] };
  await client.messages.create({
    ...ask,
    max_tokens: 5_000,
    tools: [{ name: 'f', description: 'd', input_schema: { type: 'object' } }],
    tool_choice: { type: 'any', disable_parallel_tool_use: true },
    thinking: { type: 'enabled', budget_tokens: 2_000 },
    output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
    ...sampling,
    stop_sequences: ['END'],
    metadata: { user_id: 'u1' },
    messages: [
      {
        role: 'user',
        content: [{ type: 'document', title: 'T', source: { type: 'text', media_type: 'text/plain', data: 'words' } }],
      },
    ],
  });
  const { prompt, ...options } = model.calls.at(-1) ?? { prompt: [] };
  assert.deepEqual(options, {
    maxOutputTokens: 5_000,
    tools: [{ type: 'function', name: 'f', description: 'd', inputSchema: { type: 'object' } }],
    toolChoice: { type: 'required' },
    responseFormat: { type: 'json', schema: { type: 'object' } },
    reasoning: 'low',
    temperature: 1,
    topK: 5,
    stopSequences: ['END'],
    providerOptions: {
      openai: { user: 'u1', parallelToolCalls: false },
      openaiCompatible: { user: 'u1' },
      mistral: { parallelToolCalls: false },
      anthropic: {
        disableParallelToolUse: true,
        metadata: { userId: 'u1' },
        thinking: { type: 'enabled', budgetTokens: 2_000 },
      },
      bedrock: { reasoningConfig: { type: 'enabled', budgetTokens: 2_000 } },
      google: { thinkingConfig: { thinkingBudget: 2_000, includeThoughts: true } },
    },
  });
  assert.deepEqual(prompt[0]?.content, [
    {
      type: 'file',
      mediaType: 'text/plain',
      data: { type: 'text', text: 'words' },
      filename: 'T',
      providerOptions: { anthropic: { title: 'T' } },
    },
  ]);
});

test('errors are those of the official client', async () => {
  turn = { throws: new APICallError({ message: 'slow down', url: '', requestBodyValues: {}, statusCode: 429 }) };
  await assert.rejects(client.messages.create(ask), Anthropic.RateLimitError);
  turn = { throws: new Error('lost') };
  await assert.rejects(client.messages.create(ask), Anthropic.InternalServerError);
  await assert.rejects(client.messages.create({ ...ask, max_tokens: -1 }), Anthropic.BadRequestError);
});

test('a redacted thought and the provider of a stop sequence are kept', async () => {
  turn = {
    parts: [
      { type: 'reasoning-start', id: 'r', providerMetadata: { anthropic: { redactedData: 'xyz' } } },
      { type: 'reasoning-end', id: 'r' },
      { type: 'text-start', id: 't' },
      { type: 'text-delta', id: 't', delta: 'a' },
      { type: 'text-end', id: 't' },
      {
        type: 'finish',
        usage: {
          inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
          outputTokens: { total: 1, text: 1, reasoning: 0 },
        },
        finishReason: { unified: 'stop', raw: 'stop_sequence' },
        providerMetadata: { anthropic: { stopSequence: 'END' } },
      },
    ],
  };
  const message = await client.messages.stream(ask).finalMessage();
  assert.deepEqual(message.content[0], { type: 'redacted_thinking', data: 'xyz' });
  assert.deepEqual([message.stop_reason, message.stop_sequence], ['stop_sequence', 'END']);
});

test('a stream that fails or is cut never looks whole', async () => {
  const begun = [
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', delta: 'half' },
  ] as const;
  for (const parts of [begun, [...begun, { type: 'error', error: new Error('lost') } as const]]) {
    turn = { parts };
    await assert.rejects(client.messages.stream(ask).finalMessage(), Anthropic.APIError);
  }
});
