import type { Fault, Json, Result } from '#kernel';
import type { Completion, Message, ModelCard, ModelFile, Usage } from './contract.ts';
import type { Source } from './parse-source.ts';

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
  /** Weights digest for local models, name and server of remote ones; part of every journal key. */
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

/** A model that scores documents against a query. */
export interface RerankModel {
  readonly card: ModelCard;
  readonly digest: string;
  /** Scores from 0 to 1, one a document, in the order given. */
  readonly rank: (
    query: string,
    documents: readonly string[],
    options?: { readonly signal?: AbortSignal },
  ) => Promise<Result<readonly number[], Fault>>;
}

/** Every model that can be used now, by catalogue id. Opening is lazy: nothing loads before its first call. */
export interface ModelsDep {
  readonly models: {
    readonly chat: (id: string) => Promise<Result<ChatModel, Fault>>;
    readonly embedding: (id: string) => Promise<Result<EmbeddingModel, Fault>>;
    readonly rerank: (id: string) => Promise<Result<RerankModel, Fault>>;
  };
}

export interface FetchOptions {
  readonly signal?: AbortSignal;
  /** Bytes that have arrived, and how many are expected when that is known. */
  readonly onProgress?: (done: number, total: number | undefined) => void;
}

/** The models folder of this machine, shared by every project, and the sources that fill it. */
export interface WeightsDep {
  readonly weights: {
    /** The verified path of a file of the card, or undefined when it is not in the folder. */
    readonly locate: (card: ModelCard, file: ModelFile) => Promise<string | undefined>;
    /** Gets a file from one source, checks it and moves it into the folder; the failure is a reason for people. */
    readonly fetch: (
      request: { readonly card: ModelCard; readonly file: ModelFile; readonly source: Source },
      options?: FetchOptions,
    ) => Promise<Result<string, string>>;
    /** SHA-256 of a file, remembered while the file does not change. */
    readonly digest: (path: string) => Promise<string>;
  };
}

/** What a child process loads. */
export interface EngineSpecification {
  readonly engine: 'gguf' | 'onnx' | 'bundled';
  /** What a model is opened for that does not chat or embed by default. */
  readonly task?: 'rank';
  /** The weights; a package name for `bundled`. */
  readonly path: string;
  readonly tokenizerPath?: string;
  /** Context of a chat model; the most tokens of a text for an embedding model. */
  readonly maxTokens: number;
  /** LoRA adapters that its context is made with. */
  readonly adapters?: readonly { readonly path: string; readonly scale: number }[];
  /** Answers that one process makes at once, batched token by token; 2 when absent. */
  readonly parallel?: number;
  /** Processes that share the calls; 1 when absent. */
  readonly processes?: number;
  /** A process that holds more than this is ended, and its calls tried once more in a new one. */
  readonly memoryBytes?: number;
}

/** Why an engine gave no answer. */
export interface EngineFailure {
  readonly kind: 'load' | 'crash' | 'busy' | 'too-long' | 'call';
  readonly message: string;
}

/** What a chat engine answers: raw text, and how it ended. */
export interface EngineAnswer {
  readonly text: string;
  readonly finishReason: 'stop' | 'length';
  readonly usage: Usage;
}

export interface EngineChatRequest {
  readonly messages: readonly Message[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  /** JSON Schema that the output is constrained to. */
  readonly schema?: Json;
}

/** Engines in child processes. A crash is retried once in a new child before it is a failure. */
export interface InferenceDep {
  readonly inference: {
    readonly chat: (
      engine: EngineSpecification,
      request: EngineChatRequest,
      options?: CallOptions,
    ) => Promise<Result<EngineAnswer, EngineFailure>>;
    readonly embed: (
      engine: EngineSpecification,
      texts: readonly string[],
      options?: { readonly signal?: AbortSignal },
    ) => Promise<Result<readonly Float32Array[], EngineFailure>>;
    /** How well each document answers the query, 0 to 1, in the order given. */
    readonly rank: (
      engine: EngineSpecification,
      request: EngineRankRequest,
      options?: { readonly signal?: AbortSignal },
    ) => Promise<Result<readonly number[], EngineFailure>>;
  };
}

export interface EngineRankRequest {
  readonly query: string;
  readonly documents: readonly string[];
}

/** HTTP and the environment, so that providers do not reach for globals. */
export interface HttpDep {
  readonly http: { readonly fetch: (url: string, init?: RequestInit) => Promise<Response> };
}

export interface EnvironmentDep {
  readonly environment: { readonly read: (name: string) => string | undefined };
}
