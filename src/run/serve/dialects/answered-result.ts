import type {
  JSONValue,
  LanguageModelV4FinishReason,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import type { Answered } from '../answer-chat.ts';
import { extensionOf } from '../chat-reply.ts';

const usageOf = ({ answer: { usage } }: Answered): LanguageModelV4Usage => ({
  inputTokens: {
    total: usage.inputTokens,
    noCache: undefined,
    cacheRead: usage.cachedInputTokens,
    cacheWrite: usage.cacheWriteTokens,
  },
  outputTokens: { total: usage.outputTokens, text: undefined, reasoning: usage.reasoningTokens },
});

const finishOf = ({ answer }: Answered): LanguageModelV4FinishReason => ({
  unified: answer.guardrails.some(({ outcome }) => outcome === 'block') ? 'content-filter' : 'stop',
  raw: undefined,
});

/** What we add to every API's shape. */
const metadataOf = (answered: Answered): { readonly throughline: { [key: string]: JSONValue } } => ({
  throughline: JSON.parse(JSON.stringify(extensionOf(answered))),
});

/** The answer of a released strategy as any codec can encode it whole. */
export const answeredResult = (answered: Answered): LanguageModelV4GenerateResult => ({
  content: [{ type: 'text', text: answered.answer.text }],
  finishReason: finishOf(answered),
  usage: usageOf(answered),
  warnings: [],
  providerMetadata: metadataOf(answered),
});

/** The text of a streamed answer, piece by piece, as parts for any stream encoder. */
export const answeredDelta = (delta: string): LanguageModelV4StreamPart => ({
  type: 'text-delta',
  id: 'answer',
  delta,
});

/** What closes a streamed answer. `sent` is the text of all deltas: what is missing from it is added. */
export const answeredFinish = (answered: Answered, sent: string): readonly LanguageModelV4StreamPart[] => {
  const { text } = answered.answer;
  const rest = text.startsWith(sent) ? text.slice(sent.length) : '';
  return [
    ...(rest === '' ? [] : [answeredDelta(rest)]),
    { type: 'text-end', id: 'answer' },
    {
      type: 'finish',
      usage: usageOf(answered),
      finishReason: finishOf(answered),
      providerMetadata: metadataOf(answered),
    },
  ];
};
