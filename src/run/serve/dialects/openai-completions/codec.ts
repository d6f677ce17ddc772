import { chatRequestOf } from '../chat-request-of.ts';
import { estimateTokens, modalitiesOf } from '../estimate-tokens.ts';
import { encodeOpenAiError, openAiErrorBody } from '../openai-error.ts';
import type { DialectCodec } from '../port.ts';
import { readHead } from '../read-head.ts';
import { dataEvent } from '../server-sent-event.ts';
import { decodeCompletions } from './decode.ts';
import { encodeCompletionsStream, encodeCompletionsWhole } from './encode.ts';

/** `POST /v1/completions`. */
export const completionsCodec: DialectCodec = {
  dialect: 'openai-completions',
  head: readHead,
  estimate: estimateTokens,
  modalities: modalitiesOf,
  encodeError: encodeOpenAiError,
  streamError: (problem) => dataEvent(openAiErrorBody(problem)),
  decode: decodeCompletions,
  encodeWhole: encodeCompletionsWhole,
  createStreamEncoder: encodeCompletionsStream,
  chatRequest: (body) => {
    const decoded = decodeCompletions(body);
    return decoded.ok ? chatRequestOf(body, decoded.value) : decoded;
  },
};
