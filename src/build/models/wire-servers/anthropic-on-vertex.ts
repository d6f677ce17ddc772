import { z } from 'zod';
import type { Json } from '#kernel';
import { invalidArgument, noSuchMethod } from './google-errors.ts';
import { streamPieces, usualUsage, type SeenCall, type WireAnswer } from './wire-server.ts';

/** The Messages API as Vertex AI takes it: the model is in the address, and the version in the body. */
const requestSchema = z.looseObject({
  anthropic_version: z.literal('vertex-2023-10-16'),
  model: z.never().optional(),
  max_tokens: z.number().int().positive(),
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant']) })).min(1),
  stream: z.boolean().optional(),
});

const usageOf = ({ usage = usualUsage }: WireAnswer): Readonly<Record<string, Json>> => {
  const { inputTokens, cachedInputTokens, cacheWriteTokens = 0, cacheWriteLongTokens = 0, outputTokens } = usage;
  return {
    cache_creation: {
      ephemeral_5m_input_tokens: cacheWriteTokens - cacheWriteLongTokens,
      ephemeral_1h_input_tokens: cacheWriteLongTokens,
    },
    input_tokens: inputTokens - cachedInputTokens - cacheWriteTokens,
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: cachedInputTokens,
    output_tokens: outputTokens,
  };
};

const stopReasonOf = ({ toolCalls = [], finish = 'stop' }: WireAnswer): string => {
  if (toolCalls.length > 0) return 'tool_use';
  return { stop: 'end_turn', length: 'max_tokens', filtered: 'refusal' }[finish];
};

interface Block {
  readonly start: Json;
  readonly whole: Json;
  readonly deltas: readonly Json[];
}

const blocksOf = ({ reasoning = [], text = [], toolCalls = [] }: WireAnswer): readonly Block[] => [
  ...(reasoning.length === 0
    ? []
    : [
        {
          start: { type: 'thinking', thinking: '', signature: '' },
          whole: { type: 'thinking', thinking: reasoning.join(''), signature: 'c2lnbmVk' },
          deltas: [
            ...reasoning.map((thinking) => ({ type: 'thinking_delta', thinking })),
            { type: 'signature_delta', signature: 'c2lnbmVk' },
          ],
        },
      ]),
  ...(text.length === 0
    ? []
    : [
        {
          start: { type: 'text', text: '' },
          whole: { type: 'text', text: text.join('') },
          deltas: text.map((piece) => ({ type: 'text_delta', text: piece })),
        },
      ]),
  ...toolCalls.map(({ id, name, arguments: input }) => ({
    start: { type: 'tool_use', id, name, input: {} },
    whole: { type: 'tool_use', id, name, input },
    deltas: [{ type: 'input_json_delta', partial_json: JSON.stringify(input) }],
  })),
];

const messageOf = (model: string, rest: Readonly<Record<string, Json>>): Json => ({
  id: 'msg_vrtx_01AbCdEf',
  type: 'message',
  role: 'assistant',
  model,
  stop_sequence: null,
  ...rest,
});

const encoder = new TextEncoder();

type AnthropicEvent = Readonly<Record<string, Json>> & { readonly type: string };

const eventOf = (data: AnthropicEvent): Uint8Array =>
  encoder.encode(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);

const eventsOf = (model: string, answer: WireAnswer): readonly AnthropicEvent[] => {
  const usage = usageOf(answer);
  const { ends = 'whole' } = answer;
  const message = messageOf(model, { content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } });
  const end: readonly AnthropicEvent[] = [
    { type: 'message_delta', delta: { stop_reason: stopReasonOf(answer), stop_sequence: null }, usage },
    { type: 'message_stop' },
  ];
  const failure = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };
  return [
    { type: 'message_start', message },
    { type: 'ping' },
    ...blocksOf(answer).flatMap(({ start, deltas }, index) => [
      { type: 'content_block_start', index, content_block: start },
      ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
    ...(ends === 'whole' ? end : []),
    ...(ends === 'error' ? [failure] : []),
  ];
};

export const answerAnthropic = (
  answer: WireAnswer,
  seen: SeenCall,
  { model, method }: { readonly model: string; readonly method: string },
): Response => {
  const request = requestSchema.safeParse(seen.body);
  if (!request.success) throw invalidArgument(request.error.issues.map(({ message }) => message).join('; '));
  if (method === 'rawPredict') {
    const content = blocksOf(answer).map(({ whole }) => whole);
    return Response.json(messageOf(model, { content, stop_reason: stopReasonOf(answer), usage: usageOf(answer) }));
  }
  if (method !== 'streamRawPredict' || request.data.stream !== true) throw noSuchMethod(method);
  const pieces = eventsOf(model, answer).map(eventOf);
  return new Response(streamPieces(pieces, answer, seen), { headers: { 'content-type': 'text/event-stream' } });
};
