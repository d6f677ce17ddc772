import type { ClockDep, Fault, IdDep, JournalDep, Result, StoredRecord, TelemetryDep } from '#kernel';
import type { Guardrail } from '#build/guardrails/contract';
import type { Retriever, RetrieverDep } from '#build/knowledge';
import type { ChatModel, ModelsDep } from '#build/models';
import type { PromptsDep } from '#build/prompts';
import type { Tool } from '#build/tools';
import type { Answer, Candidate, Citation } from './contract.ts';
import type { Tracer } from './trace.ts';
import type { RankedPassage } from './rerank-passages.ts';

/** What compiling and answering need. */
export type CompilerDeps = RetrieverDep &
  ModelsDep &
  ClockDep &
  IdDep &
  TelemetryDep &
  Partial<JournalDep> & {
    /** Finds a record by its hash. */
    readonly records: { readonly get: (hash: string) => Promise<StoredRecord | undefined> };
  };

/** A candidate with everything it needs, opened. */
export interface OpenApplication {
  readonly candidate: Candidate;
  readonly guardrails: { readonly input: readonly Guardrail[]; readonly output: readonly Guardrail[] };
  readonly retriever: Retriever;
  /** Absent for extractive strategies. */
  readonly model?: ChatModel;
  readonly prompts: PromptsDep['prompts'];
  readonly tools: readonly Tool[];
}

/** One question on its way. */
export interface Turn {
  /** After the input guardrails. */
  readonly question: string;
  /** Completed with the conversation; what is searched for. */
  readonly query: string;
  readonly history: readonly { readonly role: string; readonly content: string }[];
  readonly signal: AbortSignal;
  readonly repeat: number;
  readonly tracer: Tracer;
}

/** What a way of answering came to, before the output guardrails. */
export interface Draft extends Pick<Answer, 'usage' | 'costNano' | 'modelCalls'> {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly refusal?: NonNullable<Answer['refusal']>;
}

/** Retrieved and ranked, with what may be used. */
export interface Found {
  readonly ranked: readonly RankedPassage[];
  readonly used: readonly RankedPassage[];
  readonly evidence: number;
  readonly terms: readonly { readonly stem: string; readonly weight: number }[];
}

export type Respond = (
  deps: CompilerDeps,
  app: OpenApplication,
  turn: Turn & { readonly found: Found },
) => Promise<Result<Draft, Fault>>;

/** Nothing was asked of a model. */
export const noUsage: Pick<Draft, 'usage' | 'costNano' | 'modelCalls'> = {
  usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 },
  costNano: 0,
  modelCalls: 0,
};
