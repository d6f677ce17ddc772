import { createParser } from 'eventsource-parser';
import { err, ok, type Result } from '#kernel';
import { addToReply, emptyReply, type Reply } from './openai-reply.ts';
import { chunkSchema } from './openai-wire.ts';

/** More than any answer; a server that never stops must not fill the memory. */
const maxBytes = 16_000_000;

const parseChunk = (data: string) => {
  try {
    return chunkSchema.safeParse(JSON.parse(data));
  } catch {
    return undefined;
  }
};

/** Reads a server-sent event stream to its end; the error says why it is not a whole answer. */
export const readStream = async (
  body: ReadableStream<Uint8Array>,
  onDelta: (text: string) => void,
): Promise<Result<Reply, string>> => {
  let reply: Reply = emptyReply;
  let problem: string | undefined;
  let done = false;
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data === '[DONE]') {
        done = true;
        return;
      }
      const chunk = parseChunk(data);
      if (chunk?.success !== true) {
        problem ??= `an event is not a completion chunk: ${data.slice(0, 120)}`;
        return;
      }
      const choice = chunk.data.choices[0];
      const content = choice?.delta?.content;
      if (typeof content === 'string' && content !== '') onDelta(content);
      reply = addToReply(reply, {
        content,
        toolCalls: choice?.delta?.tool_calls,
        finish: choice?.finish_reason,
        usage: chunk.data.usage,
      });
    },
  });
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > maxBytes) return err(`the stream is longer than ${maxBytes} bytes`);
    parser.feed(decoder.decode(piece, { stream: true }));
    if (problem !== undefined) return err(problem);
  }
  if (!done && reply.finish === undefined) return err('the stream was cut before its end');
  return ok(reply);
};
