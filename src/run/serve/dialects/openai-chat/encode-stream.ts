import type { EncodeContext, StreamEncoder } from '../port.ts';
import { objectOf } from '../json-value.ts';
import { openAiErrorBody } from '../openai-error.ts';
import type { Block, SequencedPart } from '../sequence-parts.ts';
import { dataEvent } from '../server-sent-event.ts';
import { createStreamEncoder, type EventWriter, type FinishPart } from '../stream-encoder.ts';
import {
  annotationsOf,
  chatFinishReason,
  chatUsage,
  extraContent,
  imageOf,
  sourceAnnotations,
  thinkingBlock,
} from './encode-parts.ts';

const openDelta = (block: Block, index: number): object | undefined =>
  block.kind === 'tool'
    ? {
        tool_calls: [
          {
            index,
            id: block.toolCallId,
            type: 'function',
            function: { name: block.toolName, arguments: '' },
            ...extraContent(block),
          },
        ],
      }
    : undefined;

const growDelta = ({ kind }: Block, delta: string, index: number): object => {
  if (kind === 'text') return { content: delta };
  if (kind === 'reasoning') return { reasoning_content: delta };
  return { tool_calls: [{ index, function: { arguments: delta } }] };
};

const closeDelta = (part: Extract<SequencedPart, { type: 'close' }>, index: number): object | undefined => {
  const annotations = annotationsOf(part.citations);
  if (annotations.length > 0) return { annotations };
  const extra = extraContent(part.block);
  if (part.block.kind === 'tool') return extra.extra_content ? { tool_calls: [{ index, ...extra }] } : undefined;
  const thinking = part.block.kind === 'reasoning' ? thinkingBlock(part.block) : undefined;
  return thinking === undefined ? undefined : { thinking_blocks: [thinking] };
};

const deltaOf = (part: SequencedPart, index: number): object | undefined => {
  switch (part.type) {
    case 'open':
      return openDelta(part.block, index);
    case 'delta':
      return growDelta(part.block, part.delta, index);
    case 'close':
      return closeDelta(part, index);
    case 'file':
      return { images: [imageOf(part.file)] };
    default: {
      const annotations = sourceAnnotations(part.source);
      return annotations.length === 0 ? undefined : { annotations };
    }
  }
};

const createWriter = ({ id, created, model, body }: EncodeContext): EventWriter => {
  const includeUsage = objectOf(body['stream_options'])['include_usage'] === true;
  const head = { id: `chatcmpl-${id}`, object: 'chat.completion.chunk', created, model, system_fingerprint: null };
  const noUsage = includeUsage ? { usage: null } : {};
  const chunk = (delta: object, finish: string | null = null, rest: object = {}): string =>
    dataEvent({
      ...head,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...noUsage,
      ...rest,
    });
  let calls = 0;
  const finish = ({ finishReason, usage, providerMetadata }: FinishPart): string => {
    const own = providerMetadata?.['throughline'];
    const extension = own === undefined ? {} : { throughline: own };
    const last = chunk({}, chatFinishReason(finishReason, calls > 0), extension);
    return includeUsage ? last + dataEvent({ ...head, choices: [], usage: chatUsage(usage) }) : last;
  };
  return {
    start: () => chunk({ role: 'assistant', content: '', refusal: null }),
    part: (part) => {
      if (part.type === 'open' && part.block.kind === 'tool') calls += 1;
      const delta = deltaOf(part, calls - 1);
      return delta === undefined ? '' : chunk(delta);
    },
    finish,
    end: () => 'data: [DONE]\n\n',
    fail: (problem) => dataEvent(openAiErrorBody(problem)),
  };
};

/** Chunks of a streamed chat completion, up to `[DONE]`. */
export const encodeChatStream = (context: EncodeContext): StreamEncoder => createStreamEncoder(createWriter(context));
