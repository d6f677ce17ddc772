import { usdFromNano } from '#kernel';
import type { Answered } from './answer-chat.ts';

export interface ChatReplyInput {
  /** As the client asked for it. */
  readonly model: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly traceId: string;
}

/** What we add to OpenAI's shape. */
export const extensionOf = ({ answer, served, traceId, latencyMs }: Answered) => ({
  traceId,
  release: served.release ?? null,
  arm: served.arm,
  candidate: { id: served.application.candidate.id, name: served.application.candidate.strategy.name },
  citations: answer.refused ? [] : answer.citations,
  refused: answer.refused,
  costUsd: usdFromNano(answer.costNano),
  latencyMs: Math.round(latencyMs * 10) / 10,
  ...(served.arm === 'preview' ? { preview: true } : {}),
});

const usageOf = ({ answer: { usage } }: Answered) => ({
  prompt_tokens: usage.inputTokens,
  completion_tokens: usage.outputTokens,
  total_tokens: usage.inputTokens + usage.outputTokens,
  prompt_tokens_details: { cached_tokens: usage.cachedInputTokens },
});

const finishReason = ({ answer }: Answered): 'stop' | 'content_filter' =>
  answer.guardrails.some(({ outcome }) => outcome === 'block') ? 'content_filter' : 'stop';

const head = ({ model, created, traceId }: ChatReplyInput) => ({ id: `chatcmpl-${traceId}`, created, model });

/** The whole answer in OpenAI's shape. */
export const chatCompletion = (input: ChatReplyInput, answered: Answered) => ({
  ...head(input),
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: answered.answer.text, refusal: null },
      logprobs: null,
      finish_reason: finishReason(answered),
    },
  ],
  usage: usageOf(answered),
  throughline: extensionOf(answered),
});

const chunk = (input: ChatReplyInput, delta: object, rest: object = {}) => ({
  ...head(input),
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, logprobs: null, finish_reason: null }],
  ...rest,
});

const event = (data: unknown): string => `data: ${JSON.stringify(data)}\n\n`;

/** Server-sent events of a streamed answer. */
export const chatEvents = (input: ChatReplyInput) => ({
  first: (): string => event(chunk(input, { role: 'assistant', content: '' })),
  text: (content: string): string => event(chunk(input, { content })),
  last: (answered: Answered): string =>
    event({
      ...chunk(input, {}, { throughline: extensionOf(answered) }),
      choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: finishReason(answered) }],
    }),
  usage: (answered: Answered): string =>
    event({ ...head(input), object: 'chat.completion.chunk', choices: [], usage: usageOf(answered) }),
  error: (body: object): string => event(body),
  done: 'data: [DONE]\n\n',
});

/** Headers that say what answered. */
export const answerHeaders = ({
  served,
  traceId,
}: Pick<Answered, 'served' | 'traceId'>): Readonly<Record<string, string>> => ({
  'x-throughline-trace-id': traceId,
  ...(served.release === undefined ? {} : { 'x-throughline-release': served.release }),
  ...(served.arm === 'preview' ? { 'x-throughline-preview': 'true' } : {}),
});
