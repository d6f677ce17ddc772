import type { LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { contentBlocks } from '../content-blocks.ts';
import type { EncodeContext } from '../port.ts';
import { encodeBlock, messagesUsage, stopReason, stopSequence } from './encode-parts.ts';

/** A whole message. Generated files and sources have no block in it. */
export const encodeMessagesWhole = (
  { id, model }: EncodeContext,
  { content, finishReason, usage, providerMetadata }: LanguageModelV4GenerateResult,
): string => {
  const blocks = contentBlocks(content).flatMap((part) => (part.type === 'block' ? [part.block] : []));
  const hasCalls = blocks.some(({ kind }) => kind === 'tool');
  return JSON.stringify({
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model,
    content: blocks.map((block) => encodeBlock(block, { emptied: false })),
    stop_reason: stopReason(finishReason, hasCalls),
    stop_sequence: stopSequence(providerMetadata),
    usage: messagesUsage(usage),
    throughline: providerMetadata?.['throughline'],
  });
};
