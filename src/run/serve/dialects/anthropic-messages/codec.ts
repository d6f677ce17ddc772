import { chatRequestOf } from '../chat-request-of.ts';
import { estimateTokens, modalitiesOf } from '../estimate-tokens.ts';
import type { DialectCodec } from '../port.ts';
import { readHead } from '../read-head.ts';
import { typedEvent } from '../server-sent-event.ts';
import { decodeMessagesCall } from './decode.ts';
import { encodeMessagesError, messagesErrorBody } from './encode-parts.ts';
import { encodeMessagesStream } from './encode-stream.ts';
import { encodeMessagesWhole } from './encode-whole.ts';

/** `POST /v1/messages`. */
export const messagesCodec: DialectCodec = {
  dialect: 'anthropic-messages',
  head: readHead,
  estimate: estimateTokens,
  modalities: modalitiesOf,
  encodeError: encodeMessagesError,
  streamError: (problem) => typedEvent('error', messagesErrorBody(problem)),
  decode: decodeMessagesCall,
  encodeWhole: encodeMessagesWhole,
  createStreamEncoder: encodeMessagesStream,
  chatRequest: (body) => {
    const decoded = decodeMessagesCall(body);
    return decoded.ok ? chatRequestOf(body, decoded.value) : decoded;
  },
};
