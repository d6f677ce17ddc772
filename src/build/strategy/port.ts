import type { Fault, Result } from '#kernel';
import type { Message } from '#build/models/contract';
import type { Answer, Candidate } from './contract.ts';

export interface Question {
  readonly text: string;
  /** Earlier turns, oldest first. */
  readonly history?: readonly Message[];
}

export interface AnswerOptions {
  readonly signal?: AbortSignal;
  /** Answer text as it comes, after the output guardrails. */
  readonly onDelta?: (text: string) => void;
  /** Where spans hang; a new trace when absent. */
  readonly trace?: { readonly traceId: string; readonly parentSpanId?: string };
  /** Content of spans: `on` keeps questions and answers, `off` keeps only numbers. */
  readonly capture?: 'on' | 'off';
  /** Changes the journal key, so that repeats are real repeats. */
  readonly repeat?: number;
}

/** A compiled strategy: the executable application. */
export interface Application {
  readonly candidate: Candidate;
  readonly answer: (question: Question, options?: AnswerOptions) => Promise<Result<Answer, Fault>>;
}

/** Compiles a candidate; what it needs (index, model, prompt) is opened lazily and shared. */
export interface CompileDep {
  readonly compile: (candidate: Candidate) => Promise<Result<Application, Fault>>;
}
