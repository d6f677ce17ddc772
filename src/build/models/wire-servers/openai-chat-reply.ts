import type { Json } from '#kernel';
import type { Usage } from '../contract.ts';
import { streamError } from './openai-errors.ts';
import { streamPieces, usualUsage, type SeenCall, type WireAnswer } from './wire-server.ts';

export type Fields = Readonly<Record<string, Json>>;

/** In what the servers that speak OpenAI's format differ. */
export interface ChatFlavour {
  /** Fields of every chunk and of the whole answer. */
  readonly head: (model: string) => Fields;
  readonly usage: (usage: Usage) => Fields;
  /** Where a stream says it: in a chunk of its own when asked, beside the last choice, or always under Groq's name. */
  readonly usageIn: 'own-chunk' | 'last-choice' | 'x-groq';
  /** Chunks before the last say `"usage":null` when usage was asked for. */
  readonly saysNullUsage?: boolean;
  /** What thoughts are called; absent where they are not told. */
  readonly reasoningKey?: 'reasoning' | 'reasoning_content';
  /** Lines before the first chunk. */
  readonly comment?: string;
  readonly choice?: Fields;
  readonly answer?: Fields;
  readonly error?: Json;
}

export interface ChatAsked {
  readonly model: string;
  readonly stream: boolean;
  readonly wantsUsage: boolean;
}

/** Usage as OpenAI says it. */
export const openAiUsage = (usage: Usage): Fields => ({
  prompt_tokens: usage.inputTokens,
  completion_tokens: usage.outputTokens,
  total_tokens: usage.inputTokens + usage.outputTokens,
  prompt_tokens_details: {
    cached_tokens: usage.cachedInputTokens,
    audio_tokens: 0,
    ...(usage.cacheWriteTokens === undefined ? {} : { cache_write_tokens: usage.cacheWriteTokens }),
  },
  completion_tokens_details: {
    reasoning_tokens: usage.reasoningTokens ?? 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
});

const finishOf = ({ toolCalls = [], finish = 'stop' }: WireAnswer): string => {
  if (toolCalls.length > 0) return 'tool_calls';
  return finish === 'filtered' ? 'content_filter' : finish;
};

const callsOf = ({ toolCalls = [] }: WireAnswer): readonly Fields[] =>
  toolCalls.map(({ id, name, arguments: args }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }));

const messageOf = (flavour: ChatFlavour, answer: WireAnswer): Fields => {
  const { text = [], reasoning = [], toolCalls = [] } = answer;
  const thought = flavour.reasoningKey === undefined ? {} : { [flavour.reasoningKey]: reasoning.join('') || null };
  return {
    role: 'assistant',
    content: toolCalls.length > 0 && text.length === 0 ? null : text.join(''),
    ...thought,
    ...(toolCalls.length === 0 ? {} : { tool_calls: [...callsOf(answer)] }),
  };
};

const whole = (flavour: ChatFlavour, { model }: ChatAsked, answer: WireAnswer): Response =>
  Response.json({
    ...flavour.head(model),
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: messageOf(flavour, answer),
        logprobs: null,
        finish_reason: finishOf(answer),
        ...flavour.choice,
      },
    ],
    usage: flavour.usage(answer.usage ?? usualUsage),
    ...flavour.answer,
  });

const halves = (text: string): readonly string[] => {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
};

/** A call begins with its name; its arguments follow in pieces. */
const callDeltas = ({ toolCalls = [] }: WireAnswer): readonly Fields[] =>
  toolCalls.flatMap(({ id, name, arguments: args }, index) => [
    { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] },
    ...halves(JSON.stringify(args)).map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ]);

const deltasOf = ({ reasoningKey }: ChatFlavour, answer: WireAnswer): readonly Fields[] => [
  { role: 'assistant', content: '' },
  ...(reasoningKey === undefined ? [] : (answer.reasoning ?? []).map((piece) => ({ [reasoningKey]: piece }))),
  ...(answer.text ?? []).map((content) => ({ content })),
  ...callDeltas(answer),
];

const chunksOf = (flavour: ChatFlavour, { model, wantsUsage }: ChatAsked, answer: WireAnswer): readonly Json[] => {
  const head = { ...flavour.head(model), object: 'chat.completion.chunk' };
  const noUsage: Fields = wantsUsage && flavour.saysNullUsage === true ? { usage: null } : {};
  const usage = flavour.usage(answer.usage ?? usualUsage);
  const chunk = (delta: Fields, finish: string | null, rest: Fields = noUsage): Json => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish, ...flavour.choice }],
    ...rest,
  });
  const deltas = deltasOf(flavour, answer).map((delta) => chunk(delta, null));
  if ((answer.ends ?? 'whole') !== 'whole')
    return answer.ends === 'error' ? [...deltas, flavour.error ?? streamError] : deltas;
  const last = {
    'own-chunk': noUsage,
    'last-choice': { usage },
    'x-groq': { x_groq: { id: 'req_01jbd6g2qdfw2adyrt2az8hz4w', usage } },
  }[flavour.usageIn];
  const own = flavour.usageIn !== 'last-choice' && wantsUsage ? [{ ...head, choices: [], usage }] : [];
  return [...deltas, chunk({}, finishOf(answer), last), ...own];
};

const encoder = new TextEncoder();

/** Events of a stream, one a piece, with the mark of its end when it is whole. */
export const eventStream = (chunks: readonly Json[], answer: WireAnswer, seen: SeenCall): Response => {
  const done = (answer.ends ?? 'whole') === 'whole' ? ['data: [DONE]\n\n'] : [];
  const events = [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), ...done];
  return new Response(
    streamPieces(
      events.map((event) => encoder.encode(event)),
      answer,
      seen,
    ),
    { headers: { 'content-type': 'text/event-stream; charset=utf-8' } },
  );
};

/** A chat completion, whole or streamed, in the manner of one server. */
export const answerChat = (
  flavour: ChatFlavour,
  asked: ChatAsked,
  { answer, seen }: { readonly answer: WireAnswer; readonly seen: SeenCall },
): Response => {
  if (!asked.stream) return whole(flavour, asked, answer);
  const response = eventStream(chunksOf(flavour, asked, answer), answer, seen);
  if (flavour.comment === undefined) return response;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(`${flavour.comment}\n\n`)),
  });
  response.body?.pipeTo(writable).catch(() => undefined);
  return new Response(readable, response);
};
