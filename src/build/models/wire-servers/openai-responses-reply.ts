import type { Json } from '#kernel';
import type { Fields } from './openai-chat-reply.ts';
import { streamPieces, usualUsage, type SeenCall, type WireAnswer } from './wire-server.ts';

const usageOf = ({ usage = usualUsage }: WireAnswer): Json => ({
  input_tokens: usage.inputTokens,
  input_tokens_details: {
    cached_tokens: usage.cachedInputTokens,
    ...(usage.cacheWriteTokens === undefined ? {} : { cache_write_tokens: usage.cacheWriteTokens }),
  },
  output_tokens: usage.outputTokens,
  output_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
  total_tokens: usage.inputTokens + usage.outputTokens,
});

type ResponseEvent = Fields & { readonly type: string };

interface Item {
  /** As it is in the finished answer. */
  readonly whole: Fields;
  /** As it is before its first piece. */
  readonly start: Fields;
  readonly events: (place: { readonly output_index: number }) => readonly ResponseEvent[];
}

const reasoningItem = (pieces: readonly string[]): Item => {
  const id = 'rs_68c2f1';
  const part = { type: 'summary_text', text: pieces.join('') };
  return {
    whole: { id, type: 'reasoning', summary: [part] },
    start: { id, type: 'reasoning', summary: [] },
    events: (place) => [
      {
        type: 'response.reasoning_summary_part.added',
        item_id: id,
        ...place,
        summary_index: 0,
        part: { type: 'summary_text', text: '' },
      },
      ...pieces.map((delta) => ({
        type: 'response.reasoning_summary_text.delta',
        item_id: id,
        ...place,
        summary_index: 0,
        delta,
      })),
      { type: 'response.reasoning_summary_text.done', item_id: id, ...place, summary_index: 0, text: part.text },
      { type: 'response.reasoning_summary_part.done', item_id: id, ...place, summary_index: 0, part },
    ],
  };
};

const messageItem = (pieces: readonly string[]): Item => {
  const id = 'msg_68c2f2';
  const part = { type: 'output_text', text: pieces.join(''), annotations: [], logprobs: [] };
  const at = { item_id: id, content_index: 0 };
  return {
    whole: { id, type: 'message', status: 'completed', role: 'assistant', content: [part] },
    start: { id, type: 'message', status: 'in_progress', role: 'assistant', content: [] },
    events: (place) => [
      { type: 'response.content_part.added', ...at, ...place, part: { ...part, text: '' } },
      ...pieces.map((delta) => ({
        type: 'response.output_text.delta',
        ...at,
        ...place,
        delta,
        logprobs: [],
        obfuscation: 'mmXCpq2bZ9',
      })),
      { type: 'response.output_text.done', ...at, ...place, text: part.text, logprobs: [] },
      { type: 'response.content_part.done', ...at, ...place, part },
    ],
  };
};

const callItem = ({ id: callId, name, arguments: args }: NonNullable<WireAnswer['toolCalls']>[number]): Item => {
  const id = `fc_${callId}`;
  const text = JSON.stringify(args);
  const item = { id, type: 'function_call', call_id: callId, name };
  return {
    whole: { ...item, status: 'completed', arguments: text },
    start: { ...item, status: 'in_progress', arguments: '' },
    events: (place) => [
      { type: 'response.function_call_arguments.delta', item_id: id, ...place, delta: text },
      { type: 'response.function_call_arguments.done', item_id: id, ...place, arguments: text },
    ],
  };
};

const itemsOf = ({ reasoning = [], text = [], toolCalls = [] }: WireAnswer): readonly Item[] => [
  ...(reasoning.length === 0 ? [] : [reasoningItem(reasoning)]),
  ...(text.length === 0 ? [] : [messageItem(text)]),
  ...toolCalls.map(callItem),
];

const endings = {
  stop: { status: 'completed', incomplete_details: null },
  length: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
  filtered: { status: 'incomplete', incomplete_details: { reason: 'content_filter' } },
} as const;

const responseOf = (model: string, rest: Fields): Fields => ({
  id: 'resp_67ccd3a9da748190baa7f1570fe91ac604becb25c45c1d41',
  object: 'response',
  created_at: 1_764_000_000,
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  model,
  parallel_tool_calls: true,
  store: false,
  temperature: 1,
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  ...rest,
});

const eventsOf = (model: string, answer: WireAnswer): readonly ResponseEvent[] => {
  const items = itemsOf(answer);
  const ending = endings[answer.finish ?? 'stop'];
  const begun = responseOf(model, { status: 'in_progress', output: [], usage: null });
  const ended = responseOf(model, { ...ending, output: items.map(({ whole }) => whole), usage: usageOf(answer) });
  const { ends = 'whole' } = answer;
  return [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...items.flatMap(({ start, whole, events }, index) => [
      { type: 'response.output_item.added', output_index: index, item: start },
      ...events({ output_index: index }),
      { type: 'response.output_item.done', output_index: index, item: whole },
    ]),
    ...(ends === 'whole' ? [{ type: `response.${ending.status}`, response: ended }] : []),
    ...(ends === 'error'
      ? [
          {
            type: 'error',
            code: 'server_error',
            message: 'The server had an error while processing your request.',
            param: null,
          },
        ]
      : []),
  ];
};

const encoder = new TextEncoder();

/** An answer of the Responses API: events have names and numbers, and there is no `[DONE]`. */
export const answerResponses = (
  { model, stream }: { readonly model: string; readonly stream: boolean },
  { answer, seen }: { readonly answer: WireAnswer; readonly seen: SeenCall },
): Response => {
  if (!stream) {
    const ending = endings[answer.finish ?? 'stop'];
    const output = itemsOf(answer).map(({ whole }) => whole);
    return Response.json(responseOf(model, { ...ending, output, usage: usageOf(answer) }));
  }
  const pieces = eventsOf(model, answer).map((event, index) =>
    encoder.encode(`event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: index })}\n\n`),
  );
  return new Response(streamPieces(pieces, answer, seen), {
    headers: { 'content-type': 'text/event-stream; charset=utf-8' },
  });
};
