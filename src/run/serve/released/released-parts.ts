import type {
  LanguageModelV4FinishReason,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import type { Json } from '#kernel';
import type { Answered } from '../answer-chat.ts';
import { extensionOf } from '../chat-reply.ts';

const usageOf = ({ answer: { usage } }: Answered): LanguageModelV4Usage => ({
  inputTokens: {
    total: usage.inputTokens,
    noCache: usage.inputTokens - usage.cachedInputTokens,
    cacheRead: usage.cachedInputTokens,
    cacheWrite: undefined,
  },
  outputTokens: { total: usage.outputTokens, text: usage.outputTokens, reasoning: undefined },
});

const finishOf = ({ answer }: Answered): LanguageModelV4FinishReason => ({
  unified: answer.guardrails.some(({ outcome }) => outcome === 'block') ? 'content-filter' : 'stop',
  raw: undefined,
});

const metadataOf = (answered: Answered): { readonly throughline: Record<string, Json> } => ({
  throughline: JSON.parse(JSON.stringify(extensionOf(answered))),
});

/** An answer of a released strategy in the AI SDK's terms. */
export const releasedResult = (answered: Answered): LanguageModelV4GenerateResult => ({
  content: [{ type: 'text', text: answered.answer.text }],
  finishReason: finishOf(answered),
  usage: usageOf(answered),
  warnings: [],
  providerMetadata: JSON.parse(JSON.stringify(metadataOf(answered))),
});

const id = '0';

/** The parts of a streamed answer of a released strategy. */
export const releasedParts = {
  first: [
    { type: 'stream-start', warnings: [] },
    { type: 'text-start', id },
  ] satisfies readonly LanguageModelV4StreamPart[],
  text: (delta: string): LanguageModelV4StreamPart => ({ type: 'text-delta', id, delta }),
  last: (answered: Answered): readonly LanguageModelV4StreamPart[] => [
    { type: 'text-end', id },
    { type: 'finish', usage: usageOf(answered), finishReason: finishOf(answered) },
  ],
};
