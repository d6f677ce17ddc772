import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { objectOf } from '../json-value.ts';
import { chatFinishReason, chatUsage } from '../openai-chat/encode-parts.ts';
import { openAiErrorBody } from '../openai-error.ts';
import type { EncodeContext, StreamEncoder } from '../port.ts';
import { dataEvent } from '../server-sent-event.ts';
import { createStreamEncoder, type EventWriter } from '../stream-encoder.ts';

const head = ({ id, created, model }: EncodeContext) => ({
  id: `cmpl-${id}`,
  object: 'text_completion',
  created,
  model,
});

const choice = (text: string, finish_reason: string | null) => ({ text, index: 0, logprobs: null, finish_reason });

/** A whole completion. */
export const encodeCompletionsWhole = (
  context: EncodeContext,
  { content, finishReason, usage, providerMetadata }: LanguageModelV4GenerateResult,
): string => {
  const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return JSON.stringify({
    ...head(context),
    choices: [choice(text, chatFinishReason(finishReason, false))],
    usage: chatUsage(usage),
    throughline: providerMetadata?.['throughline'],
  });
};

const createWriter = (context: EncodeContext): EventWriter => {
  const includeUsage = objectOf(context.body['stream_options'])['include_usage'] === true;
  const shared = includeUsage ? { ...head(context), usage: null } : head(context);
  return {
    start: () => '',
    part: (part) =>
      part.type === 'delta' && part.block.kind === 'text'
        ? dataEvent({ ...shared, choices: [choice(part.delta, null)] })
        : '',
    finish: ({ finishReason, usage, providerMetadata }) => {
      const throughline = providerMetadata?.['throughline'];
      const last = dataEvent({ ...shared, choices: [choice('', chatFinishReason(finishReason, false))], throughline });
      return includeUsage ? last + dataEvent({ ...head(context), choices: [], usage: chatUsage(usage) }) : last;
    },
    end: () => 'data: [DONE]\n\n',
    fail: (problem) => dataEvent(openAiErrorBody(problem)),
  };
};

/** Chunks of a streamed completion, up to `[DONE]`. */
export const encodeCompletionsStream = (context: EncodeContext): StreamEncoder =>
  createStreamEncoder(createWriter(context));
