import type {
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import type { Dialect } from '#build/models';
import type { Fault, Json, Result } from '#kernel';
import type { ChatRequest } from '../chat-request.ts';

/** A request body as `JSON.parse` gave it. */
export type JsonObject = { readonly [key: string]: Json };

/** Dialects whose calls can be translated through the AI SDK's LanguageModelV4. */
export type GenerativeDialect = Exclude<Dialect, 'openai-embeddings' | 'rerank'>;

export type Modality = 'text' | 'image' | 'audio' | 'file';

/** What routing, limits and accounts need of a body; reading it costs no walk over the text. */
export interface CallHead {
  /** Empty when the body names none. */
  readonly model: string;
  readonly stream: boolean;
  /** `user`, `safety_identifier` or `metadata.user_id`. */
  readonly endUser: string | undefined;
  /** `metadata.tags`, comma separated in the body. */
  readonly tags: readonly string[];
}

/** Estimates from lengths alone: 4 bytes a token, a flat price for an image. */
export interface TokenEstimate {
  readonly inputTokens: number;
  /** The asked maximum, or undefined when the body sets none. */
  readonly maximumOutputTokens: number | undefined;
}

/** What went wrong, before it has the shape of an API. Make one with `problemOf` or `problemOfWire`. */
export interface Problem {
  readonly status: number;
  readonly message: string;
  /** Stable and in capitals for our own faults; the kind of a provider's error otherwise. */
  readonly code: string;
  readonly param?: string | undefined;
  readonly remedy?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  /** False once the gateway has tried what there was to try: clients need not retry again. */
  readonly shouldRetry?: boolean | undefined;
}

export interface EncodedError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What every dialect can do, also those that only pass through. */
export interface DialectFront {
  readonly dialect: Dialect;
  readonly head: (body: JsonObject) => CallHead;
  readonly estimate: (body: JsonObject) => TokenEstimate;
  readonly modalities: (body: JsonObject) => ReadonlySet<Modality>;
  readonly encodeError: (problem: Problem) => EncodedError;
  /** The error event of a stream that is cut; destroy the socket after it, never end cleanly. */
  readonly streamError: (problem: Problem) => string;
}

/** A call in the AI SDK's terms. The caller adds `abortSignal` and `headers`. */
export interface DecodedCall {
  readonly options: LanguageModelV4CallOptions;
  /** Fields of the body that have no place in it, for the header `x-throughline-ignored`. */
  readonly ignored: readonly string[];
}

/** Everything of an answer that the model does not say. */
export interface EncodeContext {
  /** Unique part of ids: letters and digits, for instance the trace id. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** As the client asked for it. */
  readonly model: string;
  /** The client's body: some APIs repeat it, and it says whether usage is streamed. */
  readonly body: JsonObject;
}

/** Server-sent events from the parts of a stream. Everything is emitted as soon as it is known; may be empty text. */
export interface StreamEncoder {
  readonly push: (part: LanguageModelV4StreamPart) => string;
  /** After the last part. Without a `finish` part it is an error event: a cut answer never looks whole. */
  readonly end: () => string;
  /** The error event in place of the rest. */
  readonly fail: (problem: Problem) => string;
}

/** One API: client bodies in, bytes of its answers out. Pure and without state. */
export interface DialectCodec extends DialectFront {
  readonly dialect: GenerativeDialect;
  readonly decode: (body: JsonObject) => Result<DecodedCall, Fault>;
  /** JSON text of a whole answer. `providerMetadata.throughline` of the result becomes the field `throughline`. */
  readonly encodeWhole: (context: EncodeContext, result: LanguageModelV4GenerateResult) => string;
  readonly createStreamEncoder: (context: EncodeContext) => StreamEncoder;
  /** The same request for a released strategy, which takes text and decides everything else itself. */
  readonly chatRequest: (body: JsonObject) => Result<ChatRequest, Fault>;
}
