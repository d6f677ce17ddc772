import pLimit from 'p-limit';
import { z } from 'zod';
import {
  FaultError,
  isFaultError,
  type ClockDep,
  type IdDep,
  type JournalDep,
  type Json,
  type ProgressDep,
  type StageName,
} from '#kernel';
import type { Application } from '#build/strategy';
import { answerSchema } from '#build/strategy/contract';
import type { Case, CaseResult } from './contract.ts';
import { scoreCase, type Outcome } from './score-case.ts';

export type AnswerCasesDeps = JournalDep & ClockDep & IdDep & ProgressDep;

/** One candidate's application and the questions to put to it. */
export interface AnswerCasesInput {
  readonly application: Application;
  readonly cases: readonly Case[];
  readonly stage: StageName;
  readonly signal: AbortSignal;
  /** Questions asked at once; 1 when absent. */
  readonly concurrency?: number;
  /** Which repetition this is; another one is really asked again. */
  readonly repeat?: number;
}

const paidSchema = z.object({ answer: answerSchema, latencyMs: z.number(), traceId: z.string() });
type Paid = z.infer<typeof paidSchema>;

/** Leaves out undefined properties, which JSON has no word for. */
const toJson = (paid: Paid): Json => z.json().parse(JSON.parse(JSON.stringify(paid)));

const ask = async (deps: AnswerCasesDeps, input: AnswerCasesInput, given: Case): Promise<Paid> => {
  const traceId = deps.ids.uuid().replaceAll('-', '');
  const startedAt = deps.clock.monotonic();
  const answered = await input.application.answer(
    { text: given.question },
    { signal: input.signal, trace: { traceId }, ...(input.repeat !== undefined && { repeat: input.repeat }) },
  );
  if (!answered.ok) throw new FaultError({ ...answered.error, details: { ...answered.error.details, traceId } });
  return { answer: answered.value, latencyMs: deps.clock.monotonic() - startedAt, traceId };
};

/** A candidate's id stands for its strategy, index, prompts and model. Answers are kept as soon as they are there, so that a kill loses none that was paid; faults are not, and are tried again. */
const answerCase = async (deps: AnswerCasesDeps, input: AnswerCasesInput, given: Case): Promise<Outcome> => {
  const { application, repeat = 0 } = input;
  const key = {
    step: 'evaluate/answer',
    inputs: { candidate: application.candidate.id, question: given.question, repeat },
  };
  const startedAt = deps.clock.monotonic();
  try {
    return paidSchema.parse(await deps.journal.once<Json>(key, async () => toJson(await ask(deps, input, given))));
  } catch (thrown) {
    if (!isFaultError(thrown)) throw thrown;
    const { code, details } = thrown.fault;
    return { fault: code, latencyMs: deps.clock.monotonic() - startedAt, traceId: String(details['traceId'] ?? '') };
  }
};

/** Puts every question to the application, scores the answers in the order of the cases, and tells how far it is. */
export const answerCases = async (deps: AnswerCasesDeps, input: AnswerCasesInput): Promise<readonly CaseResult[]> => {
  const { application, cases, stage, signal, concurrency = 1 } = input;
  const limit = pLimit(concurrency);
  const { name } = application.candidate.strategy;
  let done = 0;
  const answerOne = async (given: Case): Promise<CaseResult> => {
    signal.throwIfAborted();
    const result = scoreCase(given, await answerCase(deps, input, given));
    done += 1;
    deps.progress({ stage, message: `${name} answers`, done, total: cases.length });
    return result;
  };
  return Promise.all(cases.map((given) => limit(answerOne, given)));
};
