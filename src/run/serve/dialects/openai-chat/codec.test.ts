import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { APICallError } from '@ai-sdk/provider';
import OpenAI from 'openai';
import { scriptedLanguageModel, serveDialects, type ScriptedTurn } from '../testing.ts';

let turn: ScriptedTurn = {};
const model = scriptedLanguageModel(() => turn);
let host: Awaited<ReturnType<typeof serveDialects>>;
let client: OpenAI;
before(async () => {
  host = await serveDialects(model);
  client = new OpenAI({ apiKey: 'k', baseURL: `${host.url}/v1`, maxRetries: 0 });
});
after(() => host.close());

const ask = { model: 'm', messages: [{ role: 'user', content: 'hi' }] } satisfies OpenAI.ChatCompletionCreateParams;
const toolTurn: ScriptedTurn = {
  finish: 'tool-calls',
  content: [
    { type: 'reasoning', text: 'I think', providerMetadata: { anthropic: { signature: 'sig' } } },
    { type: 'text', text: 'Looking both up.' },
    { type: 'tool-call', toolCallId: 'c1', toolName: 'weather', input: '{"city":"Ulm"}' },
    {
      type: 'tool-call',
      toolCallId: 'c2',
      toolName: 'time',
      input: '',
      providerMetadata: { google: { thoughtSignature: 'gsig' } },
    },
  ],
};
const drain = async <Event>(stream: AsyncIterable<Event>): Promise<readonly Event[]> => {
  const events: Event[] = [];
  for await (const event of stream) events.push(event);
  return events;
};
const extended = (value: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(value));

test('a whole answer has text, usage with cached and reasoning tokens, and a header of what was ignored', async () => {
  turn = { content: [{ type: 'text', text: 'Hello.' }] };
  const { data, response } = await client.chat.completions
    .create({ ...ask, logprobs: true, top_p: 0.5 })
    .withResponse();
  assert.equal(data.choices[0]?.message.content, 'Hello.');
  assert.equal(data.choices[0]?.finish_reason, 'stop');
  assert.deepEqual(
    [data.usage?.prompt_tokens, data.usage?.prompt_tokens_details?.cached_tokens, data.usage?.total_tokens],
    [20, 6, 29],
  );
  assert.equal(data.usage?.completion_tokens_details?.reasoning_tokens, 4);
  assert.equal(response.headers.get('x-throughline-ignored'), 'logprobs, topK');
  assert.equal(model.calls.at(-1)?.topP, 0.5);
});

test('calls of tools, thoughts and their marks come whole and streamed', async () => {
  turn = toolTurn;
  const whole = await client.chat.completions.create(ask);
  const streamed = await client.chat.completions.stream(ask).finalChatCompletion();
  for (const { choices } of [whole, streamed]) {
    const [choice] = choices;
    assert.equal(choice?.finish_reason, 'tool_calls');
    assert.equal(choice.message.content, 'Looking both up.');
    const calls = choice.message.tool_calls?.map((call) => (call.type === 'function' ? call.function : undefined));
    assert.deepEqual(
      calls?.map((call) => [call?.name, call?.arguments]),
      [
        ['weather', '{"city":"Ulm"}'],
        ['time', '{}'],
      ],
    );
    assert.deepEqual(extended(choice.message)['thinking_blocks'], [
      { type: 'thinking', thinking: 'I think', signature: 'sig' },
    ]);
    assert.deepEqual(extended(choice.message.tool_calls?.[1])['extra_content'], {
      google: { thought_signature: 'gsig' },
    });
  }
});

test('thoughts are in the field that other gateways use', async () => {
  turn = toolTurn;
  const whole = await client.chat.completions.create(ask);
  assert.equal(extended(whole.choices[0]?.message)['reasoning_content'], 'I think');
  const chunks = await drain(await client.chat.completions.create({ ...ask, stream: true }));
  const thoughts = chunks.map(({ choices }) => extended(choices[0]?.delta ?? {})['reasoning_content']);
  assert.equal(thoughts.filter((thought) => typeof thought === 'string').join(''), 'I think');
});

test('an answer sent back is decoded to what the model said, with the results of its tools', async () => {
  turn = toolTurn;
  const first = await client.chat.completions.create(ask);
  turn = { content: [{ type: 'text', text: 'Done.' }] };
  const [message] = first.choices.map((choice) => choice.message);
  assert.ok(message);
  await client.chat.completions.create({
    model: 'm',
    reasoning_effort: 'high',
    messages: [
      { role: 'developer', content: 'Be brief.' },
      ...ask.messages,
      message,
      { role: 'tool', tool_call_id: 'c1', content: 'rain' },
      { role: 'tool', tool_call_id: 'c2', content: [{ type: 'text', text: 'noon' }] },
    ],
  });
  const call = model.calls.at(-1);
  assert.deepEqual(
    call?.prompt.map(({ role }) => role),
    ['system', 'user', 'assistant', 'tool', 'tool'],
  );
  assert.deepEqual(call.prompt[2]?.content, [
    {
      type: 'reasoning',
      text: 'I think',
      providerOptions: { anthropic: { signature: 'sig' }, bedrock: { signature: 'sig' } },
    },
    { type: 'text', text: 'Looking both up.' },
    { type: 'tool-call', toolCallId: 'c1', toolName: 'weather', input: { city: 'Ulm' } },
    {
      type: 'tool-call',
      toolCallId: 'c2',
      toolName: 'time',
      input: {},
      providerOptions: { google: { thoughtSignature: 'gsig' }, vertex: { thoughtSignature: 'gsig' } },
    },
  ]);
  assert.deepEqual(call.prompt[3]?.content, [
    { type: 'tool-result', toolCallId: 'c1', toolName: 'weather', output: { type: 'text', value: 'rain' } },
  ]);
  assert.deepEqual(
    [call.reasoning, call.providerOptions],
    ['high', { google: { thinkingConfig: { includeThoughts: true } } }],
  );
});

// Marked as deprecated in the client, and still in the API.
const deprecated: object = { seed: 4, user: 'u1' };

test('everything that can be set arrives', async () => {
  turn = { content: [{ type: 'text', text: '{"a":1}' }] };
  await client.chat.completions.create({
    ...ask,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'what is this?' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA', detail: 'low' } },
          { type: 'image_url', image_url: { url: 'https://example.com/a.jpg' } },
          { type: 'input_audio', input_audio: { data: 'BBBB', format: 'wav' } },
          { type: 'file', file: { file_data: 'data:application/pdf;base64,CCCC', filename: 'a.pdf' } },
          { type: 'file', file: { file_id: 'file-1' } },
        ],
      },
    ],
    tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' }, strict: true } }],
    tool_choice: { type: 'function', function: { name: 'f' } },
    parallel_tool_calls: false,
    response_format: { type: 'json_schema', json_schema: { name: 'out', schema: { type: 'object' }, strict: true } },
    max_completion_tokens: 7,
    temperature: 0.1,
    presence_penalty: 0.2,
    frequency_penalty: 0.3,
    stop: 'END',
    ...deprecated,
  });
  const { prompt, ...options } = model.calls.at(-1) ?? { prompt: [] };
  assert.deepEqual(options, {
    tools: [{ type: 'function', name: 'f', inputSchema: { type: 'object' }, strict: true }],
    toolChoice: { type: 'tool', toolName: 'f' },
    responseFormat: { type: 'json', name: 'out', schema: { type: 'object' } },
    maxOutputTokens: 7,
    temperature: 0.1,
    presencePenalty: 0.2,
    frequencyPenalty: 0.3,
    seed: 4,
    stopSequences: ['END'],
    providerOptions: {
      openai: { user: 'u1', parallelToolCalls: false, strictJsonSchema: true },
      openaiCompatible: { user: 'u1', strictJsonSchema: true },
      mistral: { parallelToolCalls: false, strictJsonSchema: true },
      anthropic: { disableParallelToolUse: true, metadata: { userId: 'u1' } },
    },
  });
  assert.deepEqual(prompt[0]?.content, [
    { type: 'text', text: 'what is this?' },
    {
      type: 'file',
      mediaType: 'image/png',
      data: { type: 'data', data: 'AAAA' },
      providerOptions: { openai: { imageDetail: 'low' } },
    },
    { type: 'file', mediaType: 'image', data: { type: 'url', url: new URL('https://example.com/a.jpg') } },
    { type: 'file', mediaType: 'audio/wav', data: { type: 'data', data: 'BBBB' } },
    { type: 'file', mediaType: 'application/pdf', data: { type: 'data', data: 'CCCC' }, filename: 'a.pdf' },
    { type: 'file', mediaType: 'application/pdf', data: { type: 'reference', reference: { openai: 'file-1' } } },
  ]);
});

test('usage comes last when asked for, and other chunks say that it does not', async () => {
  turn = { content: [{ type: 'text', text: 'Hello there.' }] };
  const stream = await client.chat.completions.create({
    ...ask,
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks = await drain(stream);
  assert.equal(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join(''), 'Hello there.');
  assert.equal(chunks.at(-1)?.usage?.total_tokens, 29);
  assert.deepEqual(chunks.at(-1)?.choices, []);
  assert.ok(chunks.slice(0, -1).every(({ usage }) => usage === null));
});

test('errors are those of the official client', async () => {
  turn = { throws: new APICallError({ message: 'slow down', url: '', requestBodyValues: {}, statusCode: 429 }) };
  await assert.rejects(client.chat.completions.create(ask), OpenAI.RateLimitError);
  turn = { throws: new Error('lost') };
  await assert.rejects(client.chat.completions.create(ask), OpenAI.InternalServerError);
  await assert.rejects(
    client.chat.completions.create({ ...ask, n: 2 }),
    (error) => error instanceof OpenAI.BadRequestError && error.param === 'n' && error.code === 'SERVE_BODY_INVALID',
  );
  await assert.rejects(
    client.chat.completions.create({ ...ask, modalities: ['text', 'audio'] }),
    (error) => error instanceof OpenAI.BadRequestError && error.param === 'modalities',
  );
});

test('a stream that fails or is cut never looks whole', async () => {
  const begun = [
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', delta: 'half' },
  ] as const;
  const ends: readonly ScriptedTurn[] = [
    { parts: [...begun, { type: 'error', error: new Error('lost') }] },
    { parts: begun },
    { content: [{ type: 'text', text: 'half' }], finish: 'interrupted' },
  ];
  for (const each of ends) {
    turn = each;
    const stream = await client.chat.completions.create({ ...ask, stream: true });
    const texts: string[] = [];
    await assert.rejects(async () => {
      for await (const chunk of stream) texts.push(chunk.choices[0]?.delta.content ?? '');
    }, OpenAI.APIError);
    assert.equal(texts.join(''), 'half');
  }
});
