import type { DialectCodec, GenerativeDialect } from './port.ts';
import { messagesCodec } from './anthropic-messages/codec.ts';
import { chatCodec } from './openai-chat/codec.ts';

/** Every API whose calls can be translated. */
export const dialectCodecs: Partial<Readonly<Record<GenerativeDialect, DialectCodec>>> = {
  'openai-chat': chatCodec,
  'anthropic-messages': messagesCodec,
};
