import type {
  EngineAnswer,
  EngineChatRequest,
  EngineFailure,
  EngineRankRequest,
  EngineSpecification,
} from '#build/models';

/** One piece of work for an engine. */
export type EngineCall =
  | { readonly kind: 'chat'; readonly request: EngineChatRequest }
  | { readonly kind: 'embed'; readonly texts: readonly string[] }
  | { readonly kind: 'rank'; readonly request: EngineRankRequest };

/** Vectors travel as one block: `rows` times the dimensions. */
export interface VectorBlock {
  readonly rows: number;
  readonly values: Float32Array;
}

export interface Scores {
  readonly scores: readonly number[];
}

export type EngineValue = EngineAnswer | VectorBlock | Scores;

export type ParentMessage =
  | { readonly type: 'load'; readonly engine: EngineSpecification; readonly threads: number }
  | { readonly type: 'call'; readonly id: number; readonly call: EngineCall }
  | { readonly type: 'abort'; readonly id: number };

export type ChildMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'load-failed'; readonly message: string }
  | { readonly type: 'delta'; readonly id: number; readonly text: string }
  | { readonly type: 'done'; readonly id: number; readonly value: EngineValue }
  | { readonly type: 'failed'; readonly id: number; readonly failure: EngineFailure };

/** What a call sees inside the child. */
export interface EngineCallContext {
  readonly signal: AbortSignal;
  readonly onDelta: (text: string) => void;
}

/** An engine inside the child process; throws `EngineError` for failures that are worth a name. */
export interface Engine {
  readonly run: (call: EngineCall, context: EngineCallContext) => Promise<EngineValue>;
}

/** Carries a named failure out of an engine. */
export class EngineError extends Error {
  readonly kind: EngineFailure['kind'];
  constructor(kind: EngineFailure['kind'], message: string) {
    super(message);
    this.name = 'EngineError';
    this.kind = kind;
  }
}
