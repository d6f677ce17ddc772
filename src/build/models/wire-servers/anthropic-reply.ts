import type { Json } from '#kernel';
import { streamPieces, usualUsage, type SeenCall, type WireAnswer } from './wire-server.ts';

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

export interface MessagePlace {
  readonly model: string;
  readonly id: string;
}

const messageOf = ({ model, id }: MessagePlace, rest: Readonly<Record<string, Json>>): Json => ({
  id,
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

const eventsOf = (place: MessagePlace, answer: WireAnswer): readonly AnthropicEvent[] => {
  const usage = usageOf(answer);
  const { ends = 'whole' } = answer;
  const message = messageOf(place, { content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } });
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

/** An answer of the Messages API. */
export const answerMessages = (
  place: MessagePlace,
  stream: boolean,
  { answer, seen }: { readonly answer: WireAnswer; readonly seen: SeenCall },
): Response => {
  if (!stream) {
    const content = blocksOf(answer).map(({ whole }) => whole);
    return Response.json(messageOf(place, { content, stop_reason: stopReasonOf(answer), usage: usageOf(answer) }));
  }
  const pieces = eventsOf(place, answer).map(eventOf);
  return new Response(streamPieces(pieces, answer, seen), {
    headers: { 'content-type': 'text/event-stream; charset=utf-8' },
  });
};
