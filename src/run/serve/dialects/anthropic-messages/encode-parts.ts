import type { LanguageModelV4FinishReason, LanguageModelV4Usage, SharedV4ProviderMetadata } from '@ai-sdk/provider';
import { errorHeaders } from '../error-headers.ts';
import { parseArguments, isObject } from '../json-value.ts';
import type { EncodedError, Problem } from '../port.ts';
import { reasoningMarks } from '../reasoning-part.ts';
import type { Block } from '../sequence-parts.ts';
import { usageCounts } from '../usage-counts.ts';

/** Usage as Messages counts it: what was read from or written to the cache is not part of the input. */
export const messagesUsage = (usage: LanguageModelV4Usage) => {
  const { input, cacheRead, cacheWrite, output } = usageCounts(usage);
  return {
    input_tokens: Math.max(0, input - cacheRead - cacheWrite),
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cacheRead,
    output_tokens: output,
  };
};

const own: ReadonlySet<string> = new Set([
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'pause_turn',
  'refusal',
  'model_context_window_exceeded',
]);

/** Why it ended, in Anthropic's words: the provider's own when it speaks them. */
export const stopReason = ({ unified, raw }: LanguageModelV4FinishReason, hasCalls: boolean): string => {
  if (raw !== undefined && own.has(raw)) return raw;
  if (unified === 'length') return 'max_tokens';
  if (unified === 'content-filter') return 'refusal';
  return hasCalls ? 'tool_use' : 'end_turn';
};

export const stopSequence = (metadata: SharedV4ProviderMetadata | undefined): string | null => {
  const sequence = metadata?.['anthropic']?.['stopSequence'];
  return typeof sequence === 'string' ? sequence : null;
};

/** A whole block. `emptied`: as it opens in a stream, before its first delta. */
export const encodeBlock = (block: Block, { emptied }: { readonly emptied: boolean }): object => {
  if (block.kind === 'text') return { type: 'text', text: emptied ? '' : block.text, citations: null };
  if (block.kind === 'tool') {
    const input = emptied ? {} : parseArguments(block.text);
    return { type: 'tool_use', id: block.toolCallId, name: block.toolName, input: isObject(input) ? input : {} };
  }
  const { signature, redacted } = reasoningMarks(block.metadata);
  if (redacted !== undefined) return { type: 'redacted_thinking', data: redacted };
  return { type: 'thinking', thinking: emptied ? '' : block.text, signature: emptied ? '' : (signature ?? '') };
};

const types: ReadonlyMap<number, string> = new Map([
  [401, 'authentication_error'],
  [402, 'billing_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [413, 'request_too_large'],
  [429, 'rate_limit_error'],
  [503, 'overloaded_error'],
  [504, 'timeout_error'],
  [529, 'overloaded_error'],
]);

/** The body of an error of Anthropic's API. */
export const messagesErrorBody = ({ status, message, code, remedy }: Problem) => ({
  type: 'error' as const,
  error: {
    type: types.get(status) ?? (status < 500 ? 'invalid_request_error' : 'api_error'),
    message,
    code,
    ...(remedy === undefined ? {} : { remedy }),
  },
});

/** An error of Anthropic's API. */
export const encodeMessagesError = (problem: Problem): EncodedError => ({
  status: problem.status,
  headers: errorHeaders(problem),
  body: JSON.stringify(messagesErrorBody(problem)),
});
