import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { contentBlocks, type WholeContent } from '../content-blocks.ts';
import type { EncodeContext } from '../port.ts';
import type { Block } from '../sequence-parts.ts';
import {
  annotationsOf,
  chatFinishReason,
  chatUsage,
  extraContent,
  imageOf,
  sourceAnnotations,
  thinkingBlock,
} from './encode-parts.ts';

const toolCall = (block: Block) => ({
  id: block.toolCallId,
  type: 'function',
  function: { name: block.toolName, arguments: block.text },
  ...extraContent(block),
});

const filled = (name: string, values: readonly unknown[]) => (values.length === 0 ? {} : { [name]: values });

const messageOf = (contents: readonly WholeContent[]) => {
  const blocks = contents.flatMap((content) => (content.type === 'block' ? [content.block] : []));
  const textOfKind = (kind: Block['kind']): string =>
    blocks
      .filter((block) => block.kind === kind)
      .map(({ text }) => text)
      .join('');
  const [text, thought] = [textOfKind('text'), textOfKind('reasoning')];
  const calls = blocks.filter(({ kind }) => kind === 'tool');
  const annotations = contents.flatMap((content) => {
    if (content.type === 'source') return sourceAnnotations(content.source);
    return content.type === 'block' ? annotationsOf(content.citations) : [];
  });
  return {
    role: 'assistant',
    content: text === '' && calls.length > 0 ? null : text,
    refusal: null,
    ...(thought === '' ? {} : { reasoning_content: thought }),
    ...filled(
      'thinking_blocks',
      blocks.filter(({ kind }) => kind === 'reasoning').flatMap((block) => thinkingBlock(block) ?? []),
    ),
    ...filled('tool_calls', calls.map(toolCall)),
    ...filled(
      'images',
      contents.flatMap((content) => (content.type === 'file' ? [imageOf(content.file)] : [])),
    ),
    annotations,
  };
};

/** A whole chat completion. */
export const encodeChatWhole = (
  { id, created, model }: EncodeContext,
  { content, finishReason, usage, providerMetadata }: LanguageModelV4GenerateResult,
): string => {
  const message = messageOf(contentBlocks(content));
  return JSON.stringify({
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created,
    model,
    choices: [
      { index: 0, message, logprobs: null, finish_reason: chatFinishReason(finishReason, 'tool_calls' in message) },
    ],
    usage: chatUsage(usage),
    system_fingerprint: null,
    throughline: providerMetadata?.['throughline'],
  });
};
