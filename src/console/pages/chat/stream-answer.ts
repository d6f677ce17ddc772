import { createParser } from 'eventsource-parser';
import { call } from '../../api/client.ts';
import { chatChunkSchema, type AnswerTail } from '../../api/schemas.ts';

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

interface Asked {
  readonly model: string;
  readonly messages: readonly Turn[];
  readonly conversation: string;
  readonly signal: AbortSignal;
  readonly onText: (piece: string) => void;
}

/** Asks the application and hands over the text as it comes; resolves with what the last chunk carries. */
export const streamAnswer = async ({
  model,
  messages,
  conversation,
  signal,
  onText,
}: Asked): Promise<AnswerTail | undefined> => {
  const response = await call('/v1/chat/completions', {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json', 'x-conversation-id': conversation },
    body: JSON.stringify({ model, stream: true, messages, user: conversation }),
  });
  let tail: AnswerTail | undefined;
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data === '[DONE]') return;
      const chunk = chatChunkSchema.parse(JSON.parse(data));
      if (chunk.error) throw new Error(chunk.error.message);
      const piece = chunk.choices[0]?.delta?.content;
      if (piece) onText(piece);
      tail = chunk.throughline ?? tail;
    },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) parser.feed(next.value);
  return tail;
};
