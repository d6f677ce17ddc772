import type { Dialect } from '#build/models';
import { messagesCodec } from './anthropic-messages/codec.ts';
import { embeddingsFront } from './embeddings.ts';
import { chatCodec } from './openai-chat/codec.ts';
import { completionsCodec } from './openai-completions/codec.ts';
import { responsesCodec } from './openai-responses/codec.ts';
import type { DialectCodec, DialectFront, GenerativeDialect } from './port.ts';
import { rerankFront } from './rerank.ts';

/** Every API whose calls can be translated. */
export const dialectCodecs: Readonly<Record<GenerativeDialect, DialectCodec>> = {
  'openai-chat': chatCodec,
  'openai-completions': completionsCodec,
  'openai-responses': responsesCodec,
  'anthropic-messages': messagesCodec,
};

/** Every API. */
export const dialectFronts: Readonly<Record<Dialect, DialectFront>> = {
  ...dialectCodecs,
  'openai-embeddings': embeddingsFront,
  rerank: rerankFront,
};
