import { errorHeaders } from './error-headers.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { openAiErrorBody } from './openai-error.ts';
import type { DialectFront, Problem } from './port.ts';
import { readHead } from './read-head.ts';
import { dataEvent } from './server-sent-event.ts';

/** Cohere's clients read `message`, Jina's `detail`, others OpenAI's shape. */
const errorBody = (problem: Problem) => ({
  ...openAiErrorBody(problem),
  message: problem.message,
  detail: problem.message,
});

/** `POST /v1/rerank`. */
export const rerankFront: DialectFront = {
  dialect: 'rerank',
  head: readHead,
  estimate: (body) => ({ ...estimateTokens(body), maximumOutputTokens: 0 }),
  modalities: () => new Set(['text']),
  encodeError: (problem) => ({
    status: problem.status,
    headers: errorHeaders(problem),
    body: JSON.stringify(errorBody(problem)),
  }),
  streamError: (problem) => dataEvent(errorBody(problem)),
};
