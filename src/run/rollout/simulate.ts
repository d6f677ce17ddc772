import {
  err,
  isFaultError,
  ok,
  type ClockDep,
  type Fault,
  type FeedbackDep,
  type IdDep,
  type ProgressDep,
  type Result,
} from '#kernel';
import { createRandom, shuffle } from '#kernel/statistics';
import type { Answer } from '#build/strategy/contract';
import type { Case } from '#prove/evaluate/contract';
import type { RolloutController } from './controller.ts';
import { rolloutFaults } from './errors.ts';
import type { Judgement } from './judge-rollout.ts';

/** A simulated answer; `answer` is absent when it failed. */
export interface SimulatedAnswer {
  readonly traceId: string;
  readonly arm: string;
  readonly answer: Answer | undefined;
}

export interface SimulateDeps extends ClockDep, IdDep, FeedbackDep, ProgressDep {
  /** Asks as a client would, through HTTP or in process; marked as simulated. A fault means that nothing was served. */
  readonly ask: (question: string, conversation: string) => Promise<Result<SimulatedAnswer, Fault>>;
  /** Development questions have known facts, so an answer can be marked without a person. */
  readonly judge: (question: Case, answer: Answer) => 'good' | 'bad';
  readonly controller: Pick<RolloutController, 'tick'>;
  /** Waits until exposures and spans are stored. */
  readonly flush: () => Promise<unknown>;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export interface SimulateInput {
  readonly cases: readonly Case[];
  /** Requests at the most. */
  readonly requests: number;
  /** Requests a second. */
  readonly rate: number;
  /** The same seed sends the same questions in the same order. */
  readonly seed: string;
  readonly signal?: AbortSignal;
}

export interface Simulation {
  readonly sent: number;
  readonly bad: number;
  readonly failed: number;
  /** The last judgement; absent when no rollout ran. */
  readonly judgement: Judgement | undefined;
}

const concurrency = 4;
const lookEvery = 20;

type Counts = { sent: number; bad: number; failed: number };

const sendOne = async (
  deps: SimulateDeps,
  question: Case,
  { conversation, counts }: { readonly conversation: string; readonly counts: Counts },
): Promise<Result<void, Fault>> => {
  const asked = await deps.ask(question.question, conversation);
  if (!asked.ok) return asked;
  const { answer, traceId } = asked.value;
  counts.sent += 1;
  if (answer === undefined) {
    counts.failed += 1;
    return ok(undefined);
  }
  const mark = deps.judge(question, answer);
  if (mark === 'bad') counts.bad += 1;
  await deps.feedback.add({
    traceId,
    name: 'simulated-judge',
    value: mark === 'good' ? 1 : 0,
    source: 'judge simulation',
    comment: undefined,
  });
  return ok(undefined);
};

const describe = ({ guards: [guard], arms }: Judgement): string => {
  const counts = arms.map(({ arm, exposures, bad }) => `${arm} ${bad}/${exposures} bad`).join(', ');
  if (guard === undefined) return counts;
  const odds = (log: number): string => Math.exp(Math.min(log, 20)).toPrecision(3);
  return `${counts}; e-value worse ${odds(guard.logWorse)}, not worse ${odds(guard.logNotWorse)}, needs ${odds(guard.line)}`;
};

const look = async (deps: SimulateDeps, counts: Counts, total: number): Promise<Judgement | undefined> => {
  await deps.flush();
  const judged = await deps.controller.tick();
  deps.progress({
    stage: 'rollout',
    message: judged === undefined ? 'no rollout is running' : describe(judged),
    done: counts.sent,
    total,
  });
  return judged;
};

/** The cases in a seeded order, again and again. */
const questionAt = ({ cases, seed }: SimulateInput) => {
  const order = shuffle(createRandom(seed), cases);
  return (index: number): Case | undefined => order[index % order.length];
};

/** Sends requests on a steady clock, some at once, and looks at the evidence every few; ends with the decision. */
const stream = async (
  deps: SimulateDeps,
  input: SimulateInput,
  counts: Counts,
): Promise<Result<Judgement | undefined, Fault>> => {
  const question = questionAt(input);
  const [started, id] = [deps.clock.monotonic(), deps.ids.uuid()];
  let judged: Judgement | undefined;
  for (let first = 0; first < input.requests && input.signal?.aborted !== true; first += concurrency) {
    await deps.sleep(Math.max(0, started + (first * 1000) / input.rate - deps.clock.monotonic()));
    const batch = Array.from({ length: Math.min(concurrency, input.requests - first) }, async (_, offset) => {
      const asked = question(first + offset);
      return asked === undefined
        ? ok(undefined)
        : sendOne(deps, asked, { conversation: `simulated ${id} ${first + offset}`, counts });
    });
    const failed = (await Promise.all(batch)).find((sent) => !sent.ok);
    if (failed?.ok === false) return failed;
    const isLast = first + concurrency >= input.requests;
    if (!isLast && Math.floor((first + concurrency) / lookEvery) === Math.floor(first / lookEvery)) continue;
    const now = await look(deps, counts, input.requests);
    judged = now ?? judged;
    if (now !== undefined && now.verdict !== 'continue') break;
  }
  return ok(judged);
};

/** Sends a bounded stream of development questions and marks each answer, so that a rollout can be watched deciding. */
export const simulate = async (deps: SimulateDeps, input: SimulateInput): Promise<Result<Simulation, Fault>> => {
  if (input.cases.length === 0) return err(rolloutFaults.fault('ROLLOUT_NO_QUESTIONS'));
  const counts: Counts = { sent: 0, bad: 0, failed: 0 };
  try {
    const judgement = await stream(deps, input, counts);
    return judgement.ok ? ok({ ...counts, judgement: judgement.value }) : judgement;
  } catch (thrown) {
    if (isFaultError(thrown)) return err(thrown.fault);
    throw thrown;
  }
};
