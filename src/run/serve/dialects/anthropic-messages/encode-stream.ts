import { estimateTokens } from '../estimate-tokens.ts';
import type { EncodeContext, StreamEncoder } from '../port.ts';
import { reasoningMarks } from '../reasoning-part.ts';
import type { Block, SequencedPart } from '../sequence-parts.ts';
import { typedEvent } from '../server-sent-event.ts';
import { createStreamEncoder, type EventWriter } from '../stream-encoder.ts';
import { encodeBlock, messagesErrorBody, messagesUsage, stopReason, stopSequence } from './encode-parts.ts';

const ping = (): string => typedEvent('ping');

const deltaOf = ({ kind }: Block, delta: string): object => {
  if (kind === 'text') return { type: 'text_delta', text: delta };
  if (kind === 'reasoning') return { type: 'thinking_delta', thinking: delta };
  return { type: 'input_json_delta', partial_json: delta };
};

/** The signature of a thought is known only when it ends. */
const signatureDelta = (block: Block, index: number): string => {
  const { signature } = reasoningMarks(block.metadata);
  if (block.kind !== 'reasoning' || signature === undefined) return '';
  return typedEvent('content_block_delta', { index, delta: { type: 'signature_delta', signature } });
};

const startEvent = ({ id, model, body }: EncodeContext): string => {
  const usage = {
    // The provider counts at the end; `message_delta` corrects it.
    input_tokens: estimateTokens(body).inputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 1,
  };
  const head = { id: `msg_${id}`, type: 'message', role: 'assistant', model, content: [] };
  return typedEvent('message_start', { message: { ...head, stop_reason: null, stop_sequence: null, usage } });
};

const createWriter = (context: EncodeContext): EventWriter => {
  let [index, calls] = [-1, 0];
  const encodePart = (part: SequencedPart): string => {
    if (part.type === 'open') {
      index += 1;
      if (part.block.kind === 'tool') calls += 1;
      const content_block = encodeBlock(part.block, { emptied: true });
      return typedEvent('content_block_start', { index, content_block }) + (index === 0 ? ping() : '');
    }
    if (part.type === 'delta')
      return typedEvent('content_block_delta', { index, delta: deltaOf(part.block, part.delta) });
    return part.type === 'close' ? signatureDelta(part.block, index) + typedEvent('content_block_stop', { index }) : '';
  };
  return {
    ping,
    start: () => startEvent(context),
    part: encodePart,
    finish: ({ finishReason, usage, providerMetadata }) => {
      const own = providerMetadata?.['throughline'];
      const delta = {
        stop_reason: stopReason(finishReason, calls > 0),
        stop_sequence: stopSequence(providerMetadata),
      };
      const extension = own === undefined ? {} : { throughline: own };
      return typedEvent('message_delta', { delta, usage: messagesUsage(usage), ...extension });
    },
    end: () => typedEvent('message_stop'),
    fail: (problem) => typedEvent('error', messagesErrorBody(problem)),
  };
};

/** Events of a streamed message, up to `message_stop`. */
export const encodeMessagesStream = (context: EncodeContext): StreamEncoder =>
  createStreamEncoder(createWriter(context));
