import { openAiErrorBody } from '../openai-error.ts';
import type { EncodeContext, Problem, StreamEncoder } from '../port.ts';
import type { Block, SequencedPart } from '../sequence-parts.ts';
import { typedEvent } from '../server-sent-event.ts';
import { createStreamEncoder, type EventWriter, type FinishPart } from '../stream-encoder.ts';
import {
  annotationsOf,
  imageItem,
  itemId,
  itemOf,
  outcomeOf,
  responseError,
  responseOf,
  responsesUsage,
  sourceAnnotations,
  summaryPart,
  textPart,
} from './encode-parts.ts';

type Send = (type: string, rest: object) => string;

interface ItemPlace {
  readonly item_id: string;
  readonly output_index: number;
}

/** What opens the inside of an item. */
const openInside = (send: Send, { kind }: Block, place: ItemPlace): string => {
  if (kind === 'text')
    return send('response.content_part.added', { ...place, content_index: 0, part: textPart('', []) });
  return kind === 'reasoning'
    ? send('response.reasoning_summary_part.added', { ...place, summary_index: 0, part: summaryPart('') })
    : '';
};

const growInside = (send: Send, { kind }: Block, rest: ItemPlace & { readonly delta: string }): string => {
  if (kind === 'text') return send('response.output_text.delta', { ...rest, content_index: 0, logprobs: [] });
  return kind === 'reasoning'
    ? send('response.reasoning_summary_text.delta', { ...rest, summary_index: 0 })
    : send('response.function_call_arguments.delta', rest);
};

const closeText = (
  send: Send,
  { text }: Block,
  place: ItemPlace & { readonly annotations: readonly object[] },
): string => {
  const { annotations, ...rest } = place;
  const at = { ...rest, content_index: 0 };
  return (
    send('response.output_text.done', { ...at, text, logprobs: [] }) +
    send('response.content_part.done', { ...at, part: textPart(text, annotations) })
  );
};

const closeThought = (send: Send, { text }: Block, place: ItemPlace): string => {
  const at = { ...place, summary_index: 0 };
  return (
    send('response.reasoning_summary_text.done', { ...at, text }) +
    send('response.reasoning_summary_part.done', { ...at, part: summaryPart(text) })
  );
};

/** The API's error event; the nested copy is what its own client raises. */
const errorEvent = (problem: Problem, sequence_number: number): string => {
  const { error } = openAiErrorBody(problem);
  const { code, message, param } = error;
  return typedEvent('error', { code, message, param, sequence_number, error });
};

/** Items of a response as they grow. */
const createItems = (context: EncodeContext, send: Send) => {
  const output: object[] = [];
  let annotations: object[] = [];
  /** A thought without words has no summary part. */
  let isInsideOpen = false;
  const place = (kind: Block['kind']): ItemPlace => ({
    item_id: itemId(context, kind, output.length),
    output_index: output.length,
  });
  const open = (block: Block): string => {
    const at = place(block.kind);
    annotations = [];
    isInsideOpen = block.kind === 'text';
    const item = itemOf(block, { id: at.item_id, status: 'in_progress', annotations });
    const added = send('response.output_item.added', { output_index: at.output_index, item });
    return isInsideOpen ? added + openInside(send, block, at) : added;
  };
  const grow = (block: Block, delta: string): string => {
    const at = place(block.kind);
    const opened = isInsideOpen ? '' : openInside(send, block, at);
    isInsideOpen = true;
    return opened + growInside(send, block, { ...at, delta });
  };
  const annotate = (added: readonly object[]): string =>
    added
      .map((annotation) => {
        const annotation_index = annotations.push(annotation) - 1;
        const at = { ...place('text'), content_index: 0, annotation_index };
        return send('response.output_text.annotation.added', { ...at, annotation });
      })
      .join('');
  const inside = (block: Block): string => {
    const at = place(block.kind);
    if (block.kind === 'text') return closeText(send, block, { ...at, annotations });
    if (block.kind === 'reasoning') return isInsideOpen ? closeThought(send, block, at) : '';
    return send('response.function_call_arguments.done', { ...at, name: block.toolName, arguments: block.text });
  };
  const close = (block: Block): string => {
    const at = place(block.kind);
    const closed = inside(block);
    const item = itemOf(block, { id: at.item_id, status: 'completed', annotations });
    output.push(item);
    return closed + send('response.output_item.done', { output_index: at.output_index, item });
  };
  const image = (part: Extract<SequencedPart, { type: 'file' }>): string => {
    const output_index = output.length;
    const item = imageItem(part.file, itemId(context, 'image', output_index));
    if (item === undefined) return '';
    output.push(item);
    const added = { ...item, status: 'in_progress', result: null };
    return (
      send('response.output_item.added', { output_index, item: added }) +
      send('response.output_item.done', { output_index, item })
    );
  };
  return { output, open, grow, annotate, close, image };
};

const createWriter = (context: EncodeContext): EventWriter => {
  let sequence = 0;
  const send: Send = (type, rest) => typedEvent(type, { ...rest, sequence_number: sequence++ });
  const items = createItems(context, send);
  let isTextOpen = false;
  const part = (each: SequencedPart): string => {
    switch (each.type) {
      case 'open':
        isTextOpen = each.block.kind === 'text';
        return items.open(each.block);
      case 'delta':
        return items.grow(each.block, each.delta);
      case 'close': {
        isTextOpen = false;
        const annotated = each.block.kind === 'text' ? items.annotate(annotationsOf(each.citations)) : '';
        return annotated + items.close(each.block);
      }
      case 'file':
        return items.image(each);
      default:
        return isTextOpen ? items.annotate(sourceAnnotations(each.source)) : '';
    }
  };
  const finish = ({ finishReason, usage, providerMetadata }: FinishPart): string => {
    const outcome = outcomeOf(finishReason);
    const throughline = providerMetadata?.['throughline'];
    const rest = { ...outcome, output: items.output, usage: responsesUsage(usage), throughline };
    return send(`response.${outcome.status}`, { response: responseOf(context, rest) });
  };
  return {
    start: () =>
      send('response.created', { response: responseOf(context, {}) }) +
      send('response.in_progress', { response: responseOf(context, {}) }),
    part,
    finish,
    end: () => '',
    fail: (problem) => {
      const rest = { status: 'failed', error: responseError(problem), output: items.output };
      const failed = sequence === 0 ? '' : send('response.failed', { response: responseOf(context, rest) });
      return failed + errorEvent(problem, sequence);
    },
  };
};

/** Events of a streamed response, up to `response.completed` or `response.incomplete`. */
export const encodeResponsesStream = (context: EncodeContext): StreamEncoder =>
  createStreamEncoder(createWriter(context));

/** The error event of a stream whose position is not known. */
export const responsesStreamError = (problem: Problem): string => errorEvent(problem, 0);
