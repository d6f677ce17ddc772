import type {
  LanguageModelV4Citation,
  LanguageModelV4File,
  LanguageModelV4FinishReason,
  LanguageModelV4Source,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import type { Json } from '#kernel';
import { base64Of } from '../file-url.ts';
import { listOf, objectOf, textOf } from '../json-value.ts';
import type { EncodeContext, Problem } from '../port.ts';
import { sealThought } from '../sealed-thought.ts';
import type { Block } from '../sequence-parts.ts';
import { usageCounts } from '../usage-counts.ts';

/** Usage as the Responses API counts it. */
export const responsesUsage = (usage: LanguageModelV4Usage) => {
  const { input, cacheRead, cacheWrite, output, reasoning } = usageCounts(usage);
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cacheRead, ...(cacheWrite > 0 ? { cache_write_tokens: cacheWrite } : {}) },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
};

export interface Outcome {
  readonly status: 'completed' | 'incomplete';
  readonly incomplete_details: { readonly reason: string } | null;
}

/** Whether it is whole, in this API's words. */
export const outcomeOf = ({ unified }: LanguageModelV4FinishReason): Outcome => {
  if (unified === 'length') return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
  if (unified === 'content-filter') return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } };
  return { status: 'completed', incomplete_details: null };
};

const echoed = (body: EncodeContext['body'], field: string, absent: Json = null): Json => body[field] ?? absent;

/** The response object; most of it repeats the request. */
export const responseOf = ({ id, created, model, body }: EncodeContext, rest: object): object => ({
  id: `resp_${id}`,
  object: 'response',
  created_at: created,
  status: 'in_progress',
  background: false,
  error: null,
  incomplete_details: null,
  instructions: echoed(body, 'instructions'),
  max_output_tokens: echoed(body, 'max_output_tokens'),
  max_tool_calls: echoed(body, 'max_tool_calls'),
  model,
  output: [],
  parallel_tool_calls: echoed(body, 'parallel_tool_calls', true),
  previous_response_id: null,
  prompt_cache_key: echoed(body, 'prompt_cache_key'),
  reasoning: { effort: null, summary: null, ...objectOf(body['reasoning']) },
  safety_identifier: echoed(body, 'safety_identifier'),
  service_tier: 'default',
  store: false,
  temperature: echoed(body, 'temperature'),
  text: { format: { type: 'text' }, ...objectOf(body['text']) },
  tool_choice: echoed(body, 'tool_choice', 'auto'),
  tools: listOf(body['tools']),
  top_logprobs: 0,
  top_p: echoed(body, 'top_p'),
  truncation: textOf(body['truncation']) ?? 'disabled',
  usage: null,
  user: echoed(body, 'user'),
  metadata: objectOf(body['metadata']),
  ...rest,
});

const annotation = (source: LanguageModelV4Source, start: number, end: number): readonly object[] =>
  source.sourceType === 'url'
    ? [{ type: 'url_citation', url: source.url, title: source.title ?? source.url, start_index: start, end_index: end }]
    : [];

export const annotationsOf = (citations: readonly LanguageModelV4Citation[]): readonly object[] =>
  citations.flatMap(({ source, startIndex = 0, endIndex = 0 }) => annotation(source, startIndex, endIndex));

export const sourceAnnotations = (source: LanguageModelV4Source): readonly object[] => annotation(source, 0, 0);

export const textPart = (text: string, annotations: readonly object[]): object => ({
  type: 'output_text',
  annotations,
  logprobs: [],
  text,
});

export const summaryPart = (text: string): object => ({ type: 'summary_text', text });

const prefixes = { text: 'msg', reasoning: 'rs', tool: 'fc' } as const;

export const itemId = ({ id }: EncodeContext, kind: Block['kind'] | 'image', index: number): string =>
  `${kind === 'image' ? 'ig' : prefixes[kind]}_${id}_${index}`;

export interface ItemInput {
  readonly id: string;
  readonly status: 'in_progress' | 'completed' | 'incomplete';
  readonly annotations: readonly object[];
}

const reasoningItem = ({ text, metadata }: Block, id: string, isOpen: boolean): object => {
  const sealed = sealThought(metadata);
  return {
    id,
    type: 'reasoning',
    summary: isOpen || text === '' ? [] : [summaryPart(text)],
    ...(sealed === undefined || isOpen ? {} : { encrypted_content: sealed }),
  };
};

/** An output item: as it opens (`in_progress`, empty) or whole. */
export const itemOf = (block: Block, { id, status, annotations }: ItemInput): object => {
  const isOpen = status === 'in_progress';
  if (block.kind === 'reasoning') return reasoningItem(block, id, isOpen);
  if (block.kind === 'text')
    return {
      id,
      type: 'message',
      status,
      role: 'assistant',
      content: isOpen ? [] : [textPart(block.text, annotations)],
    };
  return {
    id,
    type: 'function_call',
    status,
    arguments: isOpen ? '' : block.text,
    call_id: block.toolCallId,
    name: block.toolName,
  };
};

/** A generated image; other files have no item in this API. */
export const imageItem = (file: LanguageModelV4File, id: string): object | undefined => {
  const result = file.mediaType.startsWith('image') ? base64Of(file) : undefined;
  return result === undefined ? undefined : { id, type: 'image_generation_call', status: 'completed', result };
};

/** What a failed response says in its `error`. */
export const responseError = ({ code, message }: Problem) => ({ code, message });
