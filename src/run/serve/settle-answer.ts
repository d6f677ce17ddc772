import type { ClockDep, Fault, Json, LogDep, Result, TelemetryDep } from '#kernel';
import { detectPersonalData, maskPersonalData } from '#plan/govern';
import type { Answer } from '#build/strategy/contract';
import type { Attempt } from './answer-chat.ts';
import type { AnswerMeasure, ServeMeter } from './meter.ts';
import type { ExposureSinkDep } from './port.ts';
import { answerOperation, spanAttributes } from './span-attributes.ts';

export interface SettleDeps extends ClockDep, TelemetryDep, LogDep, ExposureSinkDep {
  readonly meter: Pick<ServeMeter, 'answered'>;
  readonly capture: 'on' | 'off';
}

export interface Settlement {
  readonly answer: Result<Answer, Fault>;
  readonly latencyMs: number;
  /** Time spent in the application. */
  readonly applicationMs: number;
}

const kept = 20_000;

const outcomeOf = (answer: Result<Answer, Fault>): AnswerMeasure['outcome'] => {
  if (answer.ok) return answer.value.refused ? 'refused' : 'ok';
  return answer.error.code === 'SERVE_CLIENT_GONE' ? 'aborted' : 'failed';
};

const requestAttributes = ({ call, served, conversation }: Attempt): Readonly<Record<string, Json>> => ({
  [spanAttributes.operation]: answerOperation,
  [spanAttributes.model]: call.request.model,
  [spanAttributes.answeredBy]: served.application.candidate.strategy.name,
  [spanAttributes.candidate]: served.application.candidate.id,
  [spanAttributes.conversation]: conversation,
  [spanAttributes.arm]: served.arm,
  [spanAttributes.actor]: call.actor,
  ...(served.release === undefined ? {} : { [spanAttributes.release]: served.release }),
  ...(served.rollout === undefined ? {} : { [spanAttributes.rollout]: served.rollout.id }),
  ...(call.headers['x-throughline-simulated'] === undefined ? {} : { [spanAttributes.simulated]: true }),
});

const answerAttributes = (answer: Result<Answer, Fault>): Readonly<Record<string, Json>> => {
  if (!answer.ok) {
    const failed = outcomeOf(answer) === 'failed';
    return { [spanAttributes.errorType]: answer.error.code, [spanAttributes.failed]: failed };
  }
  const { usage, refused, costNano, retrieved } = answer.value;
  return {
    [spanAttributes.inputTokens]: usage.inputTokens,
    [spanAttributes.outputTokens]: usage.outputTokens,
    [spanAttributes.refused]: refused,
    [spanAttributes.costNano]: costNano,
    [spanAttributes.retrieved]: retrieved.slice(0, 10).map(({ chunkId }) => chunkId),
  };
};

/** The guardrails of a strategy may keep personal data for the answer; a trace never does. */
const traced = (text: string): string => {
  const cut = text.slice(0, kept);
  return maskPersonalData(cut, detectPersonalData(cut));
};

const contentAttributes = ({ question }: Attempt, answer: Result<Answer, Fault>): Readonly<Record<string, Json>> => ({
  [spanAttributes.question]: traced(question.text),
  [spanAttributes.answer]: answer.ok ? traced(answer.value.text) : '',
});

const recordSpan = ({ telemetry, capture }: SettleDeps, attempt: Attempt, { answer, latencyMs }: Settlement): void => {
  telemetry.record({
    traceId: attempt.traceId,
    spanId: attempt.spanId,
    parentSpanId: undefined,
    name: `answer ${attempt.served.application.candidate.strategy.name}`,
    operation: answerOperation,
    startedAt: attempt.startedAt,
    durationMs: latencyMs,
    status: answer.ok ? 'ok' : 'error',
    attributes: {
      ...requestAttributes(attempt),
      ...answerAttributes(answer),
      ...(capture === 'on' ? contentAttributes(attempt, answer) : {}),
    },
  });
};

/** An answer the client did not wait for says nothing about the arm's quality and is no exposure. */
const recordExposure = ({ exposed, clock }: SettleDeps, attempt: Attempt, { answer }: Settlement): void => {
  const { rollout, arm } = attempt.served;
  if (rollout === undefined || outcomeOf(answer) === 'aborted') return;
  const { traceId, conversation } = attempt;
  exposed({ rollout: rollout.id, unit: conversation, arm, propensity: rollout.propensity, traceId, at: clock.now() });
};

/** Hands what happened to the bounded queues; never waits and never throws. */
export const settleAnswer = (deps: SettleDeps, attempt: Attempt, settlement: Settlement): void => {
  const { answer, latencyMs, applicationMs } = settlement;
  recordSpan(deps, attempt, settlement);
  recordExposure(deps, attempt, settlement);
  const overheadSeconds = (latencyMs - applicationMs - attempt.place.waitedMs) / 1000;
  deps.meter.answered({
    arm: attempt.served.arm,
    outcome: outcomeOf(answer),
    seconds: latencyMs / 1000,
    overheadSeconds,
  });
  if (!answer.ok && outcomeOf(answer) === 'failed') {
    deps.log('warn', 'an answer failed', { traceId: attempt.traceId, code: answer.error.code, why: answer.error.why });
  }
};
