import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { ClockDep, Fault, FilesDep, Result } from '#kernel';
import type { ModelCard, Usage } from './contract.ts';
import type { EnvironmentDep, HttpDep } from './port.ts';

/** The wire formats that clients and providers speak, each named by the interface that defines it. */
export type Dialect =
  | 'openai-chat'
  | 'openai-responses'
  | 'openai-completions'
  | 'openai-embeddings'
  | 'anthropic-messages'
  | 'rerank';

/** Files, where credentials may be in one. */
export interface WireDeps extends ClockDep, HttpDep, EnvironmentDep, Partial<FilesDep> {}

/** A request to a provider before it is signed. The body is the client's own with its model name replaced. */
export interface WireRequest {
  readonly method: 'POST' | 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What a provider told about its limits, from its response headers. */
export interface RateLimitState {
  readonly remainingRequests?: number;
  readonly remainingTokens?: number;
  /** Milliseconds until more is allowed. */
  readonly resetMs?: number;
}

/** What an error of a provider means for the gateway. */
export interface WireError {
  /** `limit`: too many requests; `overloaded`: try elsewhere; `credentials`: this key will not work again soon. */
  readonly kind: 'limit' | 'overloaded' | 'credentials' | 'invalid' | 'context' | 'policy' | 'failed';
  readonly message: string;
  readonly retryAfterMs?: number;
}

/** Finds the usage of an answer as its bytes pass by; holds a bounded tail, never the whole. */
export interface UsageReader {
  readonly push: (bytes: Uint8Array) => void;
  /** Undefined when the provider has reported none (yet). `outputBytes` is text seen so far, for an estimate. */
  readonly read: () => {
    readonly usage: Usage | undefined;
    /** The answer came to its end, as the provider marks it. */
    readonly finished: boolean;
    readonly outputBytes: number;
    /** `usage` was reported before the answer was whole; the rest of it is an estimate. */
    readonly partial?: boolean;
  };
}

/** How the gateway reaches a provider. Everything is synchronous where the provider's credentials allow it. */
export interface ProviderWire {
  /** The dialects it speaks itself, with the URL of each; bytes pass straight through for these. */
  readonly urls: (card: ModelCard) => Partial<Readonly<Record<Dialect, string>>>;
  /** Adds credentials. A missing key is MODELS_KEY_MISSING. */
  readonly sign: (
    deps: WireDeps,
    card: ModelCard,
    request: WireRequest,
  ) => Result<WireRequest, Fault> | Promise<Result<WireRequest, Fault>>;
  /** For every other dialect: the model behind the AI SDK's interface, which translates. */
  readonly languageModel?: (deps: WireDeps, card: ModelCard) => Result<LanguageModelV4, Fault>;
  readonly readError: (status: number, headers: Readonly<Record<string, string>>, body: Uint8Array) => WireError;
  readonly readLimits: (headers: Readonly<Record<string, string>>) => RateLimitState;
  /**
   * How usage comes into a stream of chat completions: `asked`, by `stream_options.include_usage` (when absent), or
   * `always`, and then the field may be refused.
   */
  readonly usageInStream?: 'asked' | 'always';
  /** The largest pause that the server allows on an idle connection, minus a margin; 4,000 ms when absent. */
  readonly keepAliveMs?: number;
}
