import { estimateTokens } from './estimate-tokens.ts';
import { encodeOpenAiError, openAiErrorBody } from './openai-error.ts';
import type { DialectFront } from './port.ts';
import { readHead } from './read-head.ts';
import { dataEvent } from './server-sent-event.ts';

/** `POST /v1/embeddings`. */
export const embeddingsFront: DialectFront = {
  dialect: 'openai-embeddings',
  head: readHead,
  estimate: (body) => ({ ...estimateTokens(body), maximumOutputTokens: 0 }),
  modalities: () => new Set(['text']),
  encodeError: encodeOpenAiError,
  streamError: (problem) => dataEvent(openAiErrorBody(problem)),
};
