import type { Fault, Json, Result } from '#kernel';
import type { Completion, Message, ModelCard } from './contract.ts';

/** A tool as a model sees it. */
export interface ToolSpecification {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: Json;
}

export interface CompletionRequest {
  readonly messages: readonly Message[];
  readonly maxTokens: number;
  /** 0 to 2. */
  readonly temperature: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly tools?: readonly ToolSpecification[];
  /** JSON Schema that the answer must match. */
  readonly responseSchema?: Json;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Text as it comes; the whole text is in the result too. */
  readonly onDelta?: (text: string) => void;
}

/** A chat model. Aborting rejects with the signal's reason; every other failure is a fault. */
export interface ChatModel {
  readonly card: ModelCard;
  /** Weights digest for local models, provider model name otherwise; part of every journal key. */
  readonly digest: string;
  readonly complete: (request: CompletionRequest, options?: CallOptions) => Promise<Result<Completion, Fault>>;
}

export interface EmbeddingModel {
  readonly card: ModelCard;
  readonly digest: string;
  readonly dimensions: number;
  /** Unit vectors, one a text, in order. Queries and passages may get different prefixes. */
  readonly embed: (
    texts: readonly string[],
    options: { readonly kind: 'query' | 'passage'; readonly signal?: AbortSignal },
  ) => Promise<Result<readonly Float32Array[], Fault>>;
}

/** Every model that can be used now, by catalogue id. Opening is lazy: nothing loads before its first call. */
export interface ModelsDep {
  readonly models: {
    readonly chat: (id: string) => Promise<Result<ChatModel, Fault>>;
    readonly embedding: (id: string) => Promise<Result<EmbeddingModel, Fault>>;
  };
}
