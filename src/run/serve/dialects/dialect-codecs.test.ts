import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LanguageModelV4Content, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import fc from 'fast-check';
import type { Json } from '#kernel';
import { dialectCodecs, dialectFronts } from './dialect-codecs.ts';
import { isObject, listOf, objectOf } from './json-value.ts';
import type { DialectCodec, EncodeContext, JsonObject } from './port.ts';
import { streamOf, testUsage } from './testing.ts';

const parse = (text: string): JsonObject => {
  const value: unknown = JSON.parse(text);
  return isObject(value) ? value : {};
};
const context = (body: JsonObject = {}): EncodeContext => ({ id: 'p1', created: 1, model: 'm', body });
const finishReason = { unified: 'stop', raw: undefined } as const;

const signature = { anthropic: { signature: 'sig' } };
const said = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' });
const contentArbitrary: fc.Arbitrary<LanguageModelV4Content[]> = fc
  .record({
    thought: fc.option(said, { nil: undefined }),
    text: fc.option(said, { nil: undefined }),
    inputs: fc.array(fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 1 })), { maxLength: 3 }),
  })
  .map(({ thought, text, inputs }) => [
    ...(thought === undefined ? [] : [{ type: 'reasoning' as const, text: thought, providerMetadata: signature }]),
    ...(text === undefined ? [] : [{ type: 'text' as const, text }]),
    ...inputs.map((input, index) => ({
      type: 'tool-call' as const,
      toolCallId: `c${index}`,
      toolName: `tool${index}`,
      input: JSON.stringify(input),
    })),
  ]);

const dataOf = (stream: string): readonly JsonObject[] =>
  stream.split('\n').flatMap((line) => (line.startsWith('data: {') ? [parse(line.slice('data: '.length))] : []));

interface Assembled {
  text: string;
  thought: string;
  readonly calls: Map<Json, string>;
}

const textIn = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const addChat = (into: Assembled, event: JsonObject, ids: Json[]): void => {
  const delta = objectOf(objectOf(listOf(event['choices'])[0])['delta']);
  into.text += textIn(delta['content']);
  into.thought += textIn(delta['reasoning_content']);
  for (const call of listOf(delta['tool_calls']).map(objectOf)) {
    const index = Number(call['index']);
    ids[index] ??= call['id'] ?? '';
    const id = ids[index];
    into.calls.set(id, (into.calls.get(id) ?? '') + textIn(objectOf(call['function'])['arguments']));
  }
};

const addMessages = (into: Assembled, event: JsonObject, ids: Json[]): void => {
  const block = objectOf(event['content_block']);
  const index = Number(event['index']);
  if (block['type'] === 'tool_use') ids[index] = block['id'] ?? '';
  const delta = objectOf(event['delta']);
  into.text += textIn(delta['text']);
  into.thought += textIn(delta['thinking']);
  const id = ids[index];
  if (delta['type'] === 'input_json_delta' && id !== undefined)
    into.calls.set(id, (into.calls.get(id) ?? '') + textIn(delta['partial_json']));
};

const addResponses = (into: Assembled, event: JsonObject): void => {
  if (event['type'] === 'response.output_text.delta') into.text += textIn(event['delta']);
  if (event['type'] === 'response.reasoning_summary_text.delta') into.thought += textIn(event['delta']);
  const item = objectOf(event['item']);
  if (event['type'] === 'response.output_item.done' && item['type'] === 'function_call')
    into.calls.set(item['call_id'] ?? '', textIn(item['arguments']));
};

const adders = { 'openai-chat': addChat, 'anthropic-messages': addMessages, 'openai-responses': addResponses } as const;

const streamText = (codec: DialectCodec, parts: readonly LanguageModelV4StreamPart[]): string => {
  const encoder = codec.createStreamEncoder(context());
  return parts.map(encoder.push).join('') + encoder.end();
};

const assemble = (dialect: keyof typeof adders, parts: readonly LanguageModelV4StreamPart[]): Assembled => {
  const into: Assembled = { text: '', thought: '', calls: new Map() };
  const ids: Json[] = [];
  for (const event of dataOf(streamText(dialectCodecs[dialect], parts))) adders[dialect](into, event, ids);
  return into;
};

const expected = (content: readonly LanguageModelV4Content[]): Assembled => ({
  text: content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
  thought: content.map((part) => (part.type === 'reasoning' ? part.text : '')).join(''),
  calls: new Map(
    content.flatMap((part) => (part.type === 'tool-call' ? [[part.toolCallId, part.input] as const] : [])),
  ),
});

/** Cuts deltas at random places. */
const split = (parts: readonly LanguageModelV4StreamPart[], cuts: readonly number[]): LanguageModelV4StreamPart[] =>
  parts.flatMap((part, index): LanguageModelV4StreamPart[] => {
    if (!('delta' in part)) return [part];
    const at = (cuts[index % cuts.length] ?? 0) % (part.delta.length + 1);
    return [
      { ...part, delta: part.delta.slice(0, at) },
      { ...part, delta: part.delta.slice(at) },
    ];
  });

const idOf = (part: LanguageModelV4StreamPart): string =>
  part.type === 'tool-call' ? part.toolCallId : 'id' in part ? String(part.id) : '';

/** Brings the parts of different blocks into a random order, and keeps that of each block. */
const interleave = (
  parts: readonly LanguageModelV4StreamPart[],
  picks: readonly number[],
): LanguageModelV4StreamPart[] => {
  const queues = Map.groupBy(parts.slice(1, -1), idOf);
  const mixed: LanguageModelV4StreamPart[] = [];
  for (let turn = 0; queues.size > 0; turn += 1) {
    const keys = [...queues.keys()];
    const key = keys[(picks[turn % picks.length] ?? 0) % keys.length] ?? '';
    const next = queues.get(key)?.shift();
    if (next === undefined) queues.delete(key);
    else mixed.push(next);
  }
  return [...parts.slice(0, 1), ...mixed, ...parts.slice(-1)];
};

const numbers = fc.array(fc.nat(20), { minLength: 1, maxLength: 20 });

test('any split and any interleaving of the parts assembles to the same message in every API', () => {
  fc.assert(
    fc.property(contentArbitrary, numbers, numbers, (content, cuts, picks) => {
      const parts = interleave(split(streamOf({ content }), cuts), picks);
      for (const dialect of ['openai-chat', 'anthropic-messages', 'openai-responses'] as const)
        assert.deepEqual(assemble(dialect, parts), expected(content), dialect);
    }),
    { numRuns: 200 },
  );
});

test('blocks of Messages never overlap', () => {
  fc.assert(
    fc.property(contentArbitrary, numbers, (content, picks) => {
      const events = dataOf(streamText(dialectCodecs['anthropic-messages'], interleave(streamOf({ content }), picks)));
      let open = -1;
      for (const event of events) {
        const index = Number(event['index']);
        if (event['type'] === 'content_block_start') assert.equal(open, -1);
        if (event['type'] === 'content_block_delta' || event['type'] === 'content_block_stop')
          assert.equal(open, index);
        if (event['type'] === 'content_block_start') open = index;
        if (event['type'] === 'content_block_stop') open = -1;
      }
    }),
    { numRuns: 100 },
  );
});

/** The request that sends an answer back. */
const sendBack: Readonly<Record<keyof typeof adders, (answer: JsonObject) => JsonObject>> = {
  'openai-chat': (answer) => ({ messages: [objectOf(objectOf(listOf(answer['choices'])[0])['message'])] }),
  'anthropic-messages': (answer) => ({
    max_tokens: 1,
    messages: [{ role: 'assistant', content: answer['content'] ?? '' }],
  }),
  'openai-responses': (answer) => ({ input: answer['output'] ?? [] }),
};

test('an encoded answer that is decoded again has the same content in every API', () => {
  const provider = { anthropic: { signature: 'sig' }, bedrock: { signature: 'sig' } };
  fc.assert(
    fc.property(
      contentArbitrary.filter(({ length }) => length > 0),
      (content) => {
        const wanted = content.map((part) => {
          if (part.type === 'reasoning') return { type: 'reasoning', text: part.text, providerOptions: provider };
          if (part.type !== 'tool-call') return part;
          const { type, toolCallId, toolName, input } = part;
          return { type, toolCallId, toolName, input: JSON.parse(input) };
        });
        for (const dialect of ['openai-chat', 'anthropic-messages', 'openai-responses'] as const) {
          const result = { content, finishReason, usage: testUsage, warnings: [] };
          const answer = parse(dialectCodecs[dialect].encodeWhole(context(), result));
          const decoded = dialectCodecs[dialect].decode(sendBack[dialect](answer));
          assert.ok(decoded.ok, dialect);
          assert.deepEqual(decoded.value.options.prompt[0]?.content, wanted, dialect);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('no body makes a codec throw', () => {
  const bodies = fc.dictionary(
    fc.constantFrom(
      'messages',
      'input',
      'prompt',
      'tools',
      'system',
      'max_tokens',
      'tool_choice',
      'text',
      'metadata',
      'user',
    ),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(bodies, (given) => {
      const body = parse(JSON.stringify(given));
      for (const front of Object.values(dialectFronts)) {
        front.head(body);
        front.modalities(body);
        assert.ok(front.estimate(body).inputTokens >= 0);
      }
      for (const codec of Object.values(dialectCodecs)) {
        codec.decode(body);
        codec.chatRequest(body);
      }
    }),
    { numRuns: 300 },
  );
});

test('a deeply nested body is estimated without recursion', () => {
  const depth = 200_000;
  const body = parse(`{"input":${'['.repeat(depth)}"x"${']'.repeat(depth)}}`);
  assert.equal(dialectFronts['openai-embeddings'].estimate(body).inputTokens, 1);
});
