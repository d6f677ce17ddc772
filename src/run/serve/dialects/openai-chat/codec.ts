import { err, ok } from '#kernel';
import { chatRequestSchema } from '../../chat-request.ts';
import { invalidRequest } from '../../open-ai-error.ts';
import { estimateTokens, modalitiesOf } from '../estimate-tokens.ts';
import { encodeOpenAiError, openAiErrorBody } from '../openai-error.ts';
import type { DialectCodec } from '../port.ts';
import { readHead } from '../read-head.ts';
import { dataEvent } from '../server-sent-event.ts';
import { decodeChat } from './decode.ts';
import { encodeChatStream } from './encode-stream.ts';
import { encodeChatWhole } from './encode-whole.ts';

/** `POST /v1/chat/completions`. */
export const chatCodec: DialectCodec = {
  dialect: 'openai-chat',
  head: readHead,
  estimate: estimateTokens,
  modalities: modalitiesOf,
  encodeError: encodeOpenAiError,
  streamError: (problem) => dataEvent(openAiErrorBody(problem)),
  decode: decodeChat,
  encodeWhole: encodeChatWhole,
  createStreamEncoder: encodeChatStream,
  chatRequest: (body) => {
    const parsed = chatRequestSchema.safeParse(body);
    return parsed.success ? ok(parsed.data) : err(invalidRequest(parsed.error));
  },
};
