import { chatRequestOf } from '../chat-request-of.ts';
import { estimateTokens, modalitiesOf } from '../estimate-tokens.ts';
import { encodeOpenAiError } from '../openai-error.ts';
import type { DialectCodec } from '../port.ts';
import { readHead } from '../read-head.ts';
import { decodeResponses } from './decode.ts';
import { encodeResponsesStream, responsesStreamError } from './encode-stream.ts';
import { encodeResponsesWhole } from './encode-whole.ts';

/** `POST /v1/responses`. */
export const responsesCodec: DialectCodec = {
  dialect: 'openai-responses',
  head: readHead,
  estimate: estimateTokens,
  modalities: modalitiesOf,
  encodeError: encodeOpenAiError,
  streamError: responsesStreamError,
  decode: decodeResponses,
  encodeWhole: encodeResponsesWhole,
  createStreamEncoder: encodeResponsesStream,
  chatRequest: (body) => {
    const decoded = decodeResponses(body);
    return decoded.ok ? chatRequestOf(body, decoded.value) : decoded;
  },
};
