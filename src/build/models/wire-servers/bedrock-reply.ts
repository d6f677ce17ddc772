import type { Json } from '#kernel';
import { eventMessage, exceptionMessage } from './aws-event-stream.ts';
import { streamPieces, usualUsage, type SeenCall, type WireAnswer } from './wire-server.ts';

const requestId = { 'x-amzn-requestid': '8f4e7a52-0000-4000-8000-000000000000' };

/** `inputTokens` leaves out what came from the cache or went into it. */
const usageOf = ({ usage = usualUsage }: WireAnswer): Json => {
  const { inputTokens, cachedInputTokens, cacheWriteTokens = 0, cacheWriteLongTokens = 0, outputTokens } = usage;
  const details = [
    { inputTokens: cacheWriteLongTokens, ttl: '1h' },
    { inputTokens: cacheWriteTokens - cacheWriteLongTokens, ttl: '5m' },
  ];
  return {
    ...(cacheWriteTokens === 0 ? {} : { cacheDetails: details.filter(({ inputTokens: tokens }) => tokens > 0) }),
    cacheReadInputTokens: cachedInputTokens,
    cacheWriteInputTokens: cacheWriteTokens,
    inputTokens: inputTokens - cachedInputTokens - cacheWriteTokens,
    outputTokens,
    serverToolUsage: {},
    totalTokens: inputTokens + outputTokens,
  };
};

const stopReasonOf = ({ toolCalls = [], finish = 'stop' }: WireAnswer): string => {
  if (toolCalls.length > 0) return 'tool_use';
  return { stop: 'end_turn', length: 'max_tokens', filtered: 'content_filtered' }[finish];
};

const contentOf = ({ reasoning = [], text = [], toolCalls = [] }: WireAnswer): readonly Json[] => [
  ...(reasoning.length === 0
    ? []
    : [{ reasoningContent: { reasoningText: { signature: 'c2lnbmVk', text: reasoning.join('') } } }]),
  ...(text.length === 0 ? [] : [{ text: text.join('') }]),
  ...toolCalls.map(({ id, name, arguments: input }) => ({ toolUse: { input, name, toolUseId: id } })),
];

export const converseWhole = (answer: WireAnswer): Response =>
  Response.json(
    {
      metrics: { latencyMs: 417 },
      output: { message: { content: contentOf(answer), role: 'assistant' } },
      stopReason: stopReasonOf(answer),
      usage: usageOf(answer),
    },
    { headers: requestId },
  );

interface Block {
  readonly start?: Json;
  readonly deltas: readonly Json[];
}

const halves = (text: string): readonly string[] => {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)];
};

const blocksOf = ({ reasoning = [], text = [], toolCalls = [] }: WireAnswer): readonly Block[] => [
  ...(reasoning.length === 0
    ? []
    : [
        {
          deltas: [
            ...reasoning.map((piece) => ({ reasoningContent: { text: piece } })),
            { reasoningContent: { signature: 'c2lnbmVk' } },
          ],
        },
      ]),
  ...(text.length === 0 ? [] : [{ deltas: text.map((piece) => ({ text: piece })) }]),
  ...toolCalls.map(({ id, name, arguments: input }) => ({
    start: { toolUse: { name, toolUseId: id } },
    deltas: halves(JSON.stringify(input)).map((part) => ({ toolUse: { input: part } })),
  })),
];

/** `p` pads events, so that their lengths say less about the text. */
const event = (type: string, payload: Readonly<Record<string, Json>>): Uint8Array =>
  eventMessage(type, { ...payload, p: 'abcdefghijkl'.slice(0, type.length % 12) });

const endsWith = (answer: WireAnswer): readonly Uint8Array[] => {
  const { ends = 'whole' } = answer;
  if (ends === 'error') return [exceptionMessage('throttlingException', { message: 'Too many tokens, please wait.' })];
  if (ends !== 'whole') return [];
  return [
    event('messageStop', { stopReason: stopReasonOf(answer) }),
    event('metadata', { metrics: { latencyMs: 417 }, usage: usageOf(answer) }),
  ];
};

export const converseStream = (answer: WireAnswer, seen: SeenCall): Response => {
  const pieces = [
    event('messageStart', { role: 'assistant' }),
    ...blocksOf(answer).flatMap(({ start, deltas }, contentBlockIndex) => [
      ...(start === undefined ? [] : [event('contentBlockStart', { contentBlockIndex, start })]),
      ...deltas.map((delta) => event('contentBlockDelta', { contentBlockIndex, delta })),
      event('contentBlockStop', { contentBlockIndex }),
    ]),
    ...endsWith(answer),
  ];
  return new Response(streamPieces(pieces, answer, seen), {
    headers: { 'content-type': 'application/vnd.amazon.eventstream', ...requestId },
  });
};
