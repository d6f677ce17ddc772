import type { Dialect, EmbeddingModel } from '#build/models';
import type { Json } from '#kernel';

/** A request as the caches see it. */
export interface CacheRequest {
  /** Name of the route, or catalogue id: what the client asked for, resolved. */
  readonly route: string;
  /** Catalogue id of the model that would be asked first now; an answer is kept under the model that gave it. */
  readonly model: string;
  readonly dialect: Dialect;
  /** Whose answers may be shared: the project and the highest level of the key that is set. */
  readonly tenant: string;
  /** Version headers that change the answer, for instance `anthropic-version`. */
  readonly version: string;
  readonly raw: Uint8Array;
  /** The body parsed; undefined when it is no JSON object. Not asked for when the same bytes came before. */
  readonly body: () => { readonly [key: string]: Json } | undefined;
}

/** An answer as it was sent: replayed byte for byte. */
export interface CachedAnswer {
  readonly contentType: string;
  readonly bytes: Buffer;
  /** Catalogue id of the model that answered. */
  readonly model: string;
  /** Milliseconds since 1970. */
  readonly storedAt: number;
}

/** An answer found under a similar question. */
export interface SemanticHit {
  readonly answer: CachedAnswer;
  /** Cosine similarity of the two questions. */
  readonly similarity: number;
  /** True when this hit is to be measured: ask the model too, and tell `shadowed`. */
  readonly shadow: boolean;
}

/** Opens the embedding model of the semantic cache when it is first needed; undefined when there is none. */
export type OpenEmbedding = () => Promise<EmbeddingModel | undefined>;
