import type {
  LanguageModelV4Citation,
  LanguageModelV4File,
  LanguageModelV4FinishReason,
  LanguageModelV4Source,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import { urlOfFile } from '../file-url.ts';
import { reasoningMarks, thoughtSignature } from '../reasoning-part.ts';
import type { Block } from '../sequence-parts.ts';
import { usageCounts } from '../usage-counts.ts';

/** Usage as Chat Completions and Completions count it. */
export const chatUsage = (usage: LanguageModelV4Usage) => {
  const { input, cacheRead, cacheWrite, output, reasoning } = usageCounts(usage);
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cacheRead, ...(cacheWrite > 0 ? { cache_write_tokens: cacheWrite } : {}) },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
};

/** Why it ended, in OpenAI's words. An answer with calls has ended for them, whatever the provider says. */
export const chatFinishReason = ({ unified }: LanguageModelV4FinishReason, hasCalls: boolean): string => {
  if (unified === 'length') return 'length';
  if (unified === 'content-filter') return 'content_filter';
  return hasCalls ? 'tool_calls' : 'stop';
};

/** A signed thought, in the shape that gateways agree on, so that the client can send it back. */
export const thinkingBlock = ({ text, metadata }: Block): object | undefined => {
  const { signature, redacted } = reasoningMarks(metadata);
  if (redacted !== undefined) return { type: 'redacted_thinking', data: redacted };
  return signature === undefined ? undefined : { type: 'thinking', thinking: text, signature };
};

/** Gemini's thought signature, where Google's own OpenAI-compatible API puts it. */
export const extraContent = ({ metadata }: Block): { readonly extra_content?: object } => {
  const signature = thoughtSignature(metadata);
  return signature === undefined ? {} : { extra_content: { google: { thought_signature: signature } } };
};

export const imageOf = (file: LanguageModelV4File) => ({ type: 'image_url', image_url: { url: urlOfFile(file) } });

const annotation = (source: LanguageModelV4Source, start = 0, end = 0): readonly object[] =>
  source.sourceType === 'url'
    ? [
        {
          type: 'url_citation',
          url_citation: { url: source.url, title: source.title ?? source.url, start_index: start, end_index: end },
        },
      ]
    : [];

export const annotationsOf = (citations: readonly LanguageModelV4Citation[]): readonly object[] =>
  citations.flatMap(({ source, startIndex, endIndex }) => annotation(source, startIndex, endIndex));

export const sourceAnnotations = (source: LanguageModelV4Source): readonly object[] => annotation(source);
