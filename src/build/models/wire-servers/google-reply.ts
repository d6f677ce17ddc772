import type { Json } from '#kernel';
import type { Usage } from '../contract.ts';
import { googleStatus } from './google-errors.ts';
import { streamPieces, usualUsage, type SeenCall, type WireAnswer } from './wire-server.ts';

const finishReasons = { stop: 'STOP', length: 'MAX_TOKENS', filtered: 'SAFETY' } as const;

/** `candidatesTokenCount` leaves thoughts out; `promptTokenCount` holds what came from the cache. */
export const googleUsage = ({ inputTokens, cachedInputTokens, outputTokens, reasoningTokens = 0 }: Usage): Json => ({
  promptTokenCount: inputTokens,
  candidatesTokenCount: outputTokens - reasoningTokens,
  totalTokenCount: inputTokens + outputTokens,
  ...(cachedInputTokens === 0
    ? {}
    : {
        cachedContentTokenCount: cachedInputTokens,
        cacheTokensDetails: [{ modality: 'TEXT', tokenCount: cachedInputTokens }],
      }),
  promptTokensDetails: [{ modality: 'TEXT', tokenCount: inputTokens }],
  ...(reasoningTokens === 0 ? {} : { thoughtsTokenCount: reasoningTokens }),
});

const partsOf = ({ text = [], reasoning = [], toolCalls = [] }: WireAnswer): readonly Json[] => [
  ...reasoning.map((piece) => ({ text: piece, thought: true })),
  ...text.map((piece) => ({ text: piece })),
  ...toolCalls.map(({ id, name, arguments: args }, index) => ({
    functionCall: { id, name, args },
    ...(index === 0 ? { thoughtSignature: 'c2lnbmVk' } : {}),
  })),
];

const chunk = (model: string, answer: WireAnswer, parts: readonly Json[] | undefined): Json => ({
  candidates: [
    parts === undefined
      ? { content: { role: 'model' }, finishReason: finishReasons[answer.finish ?? 'stop'], index: 0 }
      : { content: { parts: [...parts], role: 'model' }, index: 0 },
  ],
  usageMetadata: googleUsage(answer.usage ?? usualUsage),
  modelVersion: model,
  responseId: 'kP8iabcdEfGhIjKl',
});

const joined = (pieces: readonly string[] | undefined): readonly string[] =>
  pieces === undefined || pieces.length === 0 ? [] : [pieces.join('')];

/** The whole `GenerateContentResponse`. */
export const googleWhole = (model: string, answer: WireAnswer): Response => {
  const { text, reasoning, finish = 'stop' } = answer;
  const parts = partsOf({ ...answer, text: joined(text), reasoning: joined(reasoning) });
  return Response.json({
    candidates: [{ content: { parts: [...parts], role: 'model' }, finishReason: finishReasons[finish], index: 0 }],
    usageMetadata: googleUsage(answer.usage ?? usualUsage),
    modelVersion: model,
    responseId: 'kP8iabcdEfGhIjKl',
  });
};

const encoder = new TextEncoder();

/** One event of `alt=sse`: Google ends lines with CR LF and sends no end mark. */
export const googleEvent = (data: Json): Uint8Array => encoder.encode(`data: ${JSON.stringify(data)}\r\n\r\n`);

const unavailable = googleStatus({
  code: 503,
  status: 'UNAVAILABLE',
  message: 'The service is currently unavailable.',
});

export const googleStream = (model: string, answer: WireAnswer, seen: SeenCall): Response => {
  const { ends = 'whole' } = answer;
  const pieces = [
    ...partsOf(answer).map((part) => chunk(model, answer, [part])),
    ...(ends === 'whole' ? [chunk(model, answer, undefined)] : []),
    ...(ends === 'error' ? [unavailable] : []),
  ];
  return new Response(streamPieces(pieces.map(googleEvent), answer, seen), {
    headers: { 'content-type': 'text/event-stream' },
  });
};
