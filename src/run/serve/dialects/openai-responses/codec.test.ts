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

const ask = { model: 'm', input: 'hi' } satisfies OpenAI.Responses.ResponseCreateParamsNonStreaming;

const toolTurn: ScriptedTurn = {
  finish: 'tool-calls',
  content: [
    { type: 'reasoning', text: 'I think', providerMetadata: { anthropic: { signature: 'sig' } } },
    { type: 'text', text: 'Looking both up.' },
    { type: 'source', sourceType: 'url', id: 's', url: 'https://example.com/', title: 'Example' },
    { type: 'tool-call', toolCallId: 'c1', toolName: 'weather', input: '{"city":"Ulm"}' },
    { type: 'tool-call', toolCallId: 'c2', toolName: 'time', input: '' },
  ],
};

test('items, status and usage are the same whole and streamed', async () => {
  turn = { ...toolTurn, content: (toolTurn.content ?? []).filter(({ type }) => type !== 'source') };
  const whole = await client.responses.create({ ...ask, instructions: 'Be brief.', temperature: 0.5 });
  const streamed = await client.responses
    .stream({ ...ask, instructions: 'Be brief.', temperature: 0.5 })
    .finalResponse();
  assert.deepEqual(
    JSON.parse(
      JSON.stringify(streamed.output, (key, value) =>
        key === 'parsed_arguments' || key === 'parsed' ? undefined : value,
      ),
    ),
    whole.output,
  );
  for (const response of [whole, streamed]) {
    assert.equal(response.output_text, 'Looking both up.');
    assert.deepEqual(
      response.output.map(({ type }) => type),
      ['reasoning', 'message', 'function_call', 'function_call'],
    );
    assert.deepEqual([response.status, response.instructions, response.temperature], ['completed', 'Be brief.', 0.5]);
    assert.equal(response.usage?.input_tokens_details.cached_tokens, 6);
    assert.equal(response.usage.output_tokens_details.reasoning_tokens, 4);
  }
});

test('a source is an annotation of the text before it', async () => {
  turn = toolTurn;
  const { output } = await client.responses.create(ask);
  const [part] = output.flatMap((item) => (item.type === 'message' ? item.content : []));
  assert.equal(part?.type === 'output_text' && part.annotations[0]?.type, 'url_citation');
});

test('the events come in the order of the original and are numbered', async () => {
  turn = {
    content: [
      { type: 'text', text: 'Hello' },
      { type: 'tool-call', toolCallId: 'c', toolName: 'f', input: '{}' },
    ],
  };
  const stream = await client.responses.create({ ...ask, stream: true });
  const [types, numbers]: [string[], number[]] = [[], []];
  for await (const event of stream) {
    types.push(event.type.replace('response.', ''));
    numbers.push('sequence_number' in event ? event.sequence_number : -1);
  }
  assert.deepEqual(types, [
    'created',
    'in_progress',
    'output_item.added',
    'content_part.added',
    'output_text.delta',
    'output_text.done',
    'content_part.done',
    'output_item.done',
    'output_item.added',
    'function_call_arguments.delta',
    'function_call_arguments.done',
    'output_item.done',
    'completed',
  ]);
  assert.deepEqual(numbers, Array.from(numbers.keys()));
});

test('an answer sent back is decoded to what the model said, in one message', async () => {
  turn = { ...toolTurn, content: (toolTurn.content ?? []).filter(({ type }) => type !== 'source') };
  const first = await client.responses.create(ask);
  turn = { content: [{ type: 'text', text: 'Done.' }] };
  await client.responses.create({
    model: 'm',
    store: false,
    reasoning: { effort: 'high', summary: 'auto' },
    input: [
      { role: 'developer', content: 'Be brief.' },
      { role: 'user', content: 'hi' },
      ...first.output.flatMap((item) =>
        item.type === 'reasoning' || item.type === 'message' || item.type === 'function_call' ? [item] : [],
      ),
      { type: 'function_call_output', call_id: 'c1', output: 'rain' },
      { type: 'function_call_output', call_id: 'c2', output: [{ type: 'input_text', text: 'noon' }] },
    ],
  });
  const call = model.calls.at(-1);
  assert.deepEqual(
    call?.prompt.map(({ role }) => role),
    ['system', 'user', 'assistant', 'tool'],
  );
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
      output: { type: 'content', value: [{ type: 'text', text: 'noon' }] },
    },
  ]);
  assert.equal(call.reasoning, 'high');
});

// Marked as deprecated in the client, and still in the API.
const deprecated: object = { truncation: 'auto' };

test('everything that can be set arrives', async () => {
  turn = { content: [{ type: 'text', text: '{}' }] };
  const { response } = await client.responses
    .create({
      model: 'm',
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'what is this?' },
            { type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'low' },
            { type: 'input_file', file_data: 'data:application/pdf;base64,CCCC', filename: 'a.pdf' },
            { type: 'input_file', file_url: 'https://example.com/a.pdf' },
          ],
        },
      ],
      tools: [{ type: 'function', name: 'f', parameters: { type: 'object' }, strict: true }],
      tool_choice: { type: 'function', name: 'f' },
      text: { format: { type: 'json_schema', name: 'out', schema: { type: 'object' }, strict: true } },
      max_output_tokens: 7,
      top_p: 0.4,
      ...deprecated,
    })
    .withResponse();
  const { prompt, ...options } = model.calls.at(-1) ?? { prompt: [] };
  assert.deepEqual(options, {
    tools: [{ type: 'function', name: 'f', inputSchema: { type: 'object' }, strict: true }],
    toolChoice: { type: 'tool', toolName: 'f' },
    responseFormat: { type: 'json', name: 'out', schema: { type: 'object' } },
    maxOutputTokens: 7,
    topP: 0.4,
    providerOptions: {
      openai: { strictJsonSchema: true, store: false },
      openaiCompatible: { strictJsonSchema: true },
      mistral: { strictJsonSchema: true },
    },
  });
  assert.equal(response.headers.get('x-throughline-ignored'), 'truncation, topK');
  assert.equal(prompt[0]?.content.length, 4);
});

test('what would need a store is refused in the API’s own error shape, and says what to do', async () => {
  for (const rest of [
    { previous_response_id: 'resp_1' },
    { store: true },
    { background: true },
    { conversation: 'c' },
  ]) {
    await assert.rejects(
      client.responses.create({ ...ask, ...rest }),
      (error) =>
        error instanceof OpenAI.BadRequestError &&
        error.param === Object.keys(rest)[0] &&
        error.code === 'SERVE_FIELD_UNSUPPORTED',
    );
  }
  await assert.rejects(
    client.responses.create({ ...ask, input: [{ type: 'item_reference', id: 'msg_1' }] }),
    (error) => error instanceof OpenAI.BadRequestError && /store: false/.test(error.message),
  );
  await assert.rejects(client.responses.create({ ...ask, tools: [{ type: 'web_search' }] }), OpenAI.BadRequestError);
});

test('an answer that is too long is incomplete', async () => {
  turn = { content: [{ type: 'text', text: 'Hello' }], finish: 'length' };
  const final = await client.responses.stream(ask).finalResponse();
  assert.deepEqual([final.status, final.incomplete_details?.reason], ['incomplete', 'max_output_tokens']);
});

test('errors are those of the official client, also in the middle of a stream', async () => {
  turn = { throws: new APICallError({ message: 'slow down', url: '', requestBodyValues: {}, statusCode: 429 }) };
  await assert.rejects(client.responses.create(ask), OpenAI.RateLimitError);
  const begun = [
    { type: 'text-start', id: '0' },
    { type: 'text-delta', id: '0', delta: 'half' },
  ] as const;
  for (const parts of [begun, [...begun, { type: 'error', error: new Error('lost') } as const]]) {
    turn = { parts };
    const stream = await client.responses.create({ ...ask, stream: true });
    const texts: string[] = [];
    await assert.rejects(async () => {
      for await (const event of stream) if (event.type === 'response.output_text.delta') texts.push(event.delta);
    }, OpenAI.APIError);
    assert.equal(texts.join(''), 'half');
  }
});
