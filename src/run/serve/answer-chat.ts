import {
  err,
  isFaultError,
  ok,
  type ClockDep,
  type Fault,
  type IdDep,
  type LogDep,
  type Result,
  type TelemetryDep,
} from '#kernel';
import type { Question } from '#build/strategy';
import type { Answer } from '#build/strategy/contract';
import type { Admission, Place } from './admission.ts';
import { toQuestion, type ChatRequest } from './chat-request.ts';
import { conversationKey } from './conversation-key.ts';
import { serveFaults } from './errors.ts';
import type { ServeMeter } from './meter.ts';
import type { ExposureSinkDep, RoutingDep, Served } from './port.ts';
import { settleAnswer } from './settle-answer.ts';

/** What answering needs. Nothing in it waits for a database. */
export interface AnswerDeps extends ClockDep, IdDep, TelemetryDep, LogDep, RoutingDep, ExposureSinkDep {
  readonly admission: Admission;
  readonly meter: Pick<ServeMeter, 'answered' | 'turnedAway'>;
  /** Whether questions and answers are kept on spans. */
  readonly capture: 'on' | 'off';
}

export interface ChatCall {
  readonly request: ChatRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly actor: string;
  readonly signal: AbortSignal;
}

/** A request that found its application and its place. */
export interface Attempt {
  readonly call: ChatCall;
  readonly question: Question;
  readonly served: Served;
  readonly place: Place;
  readonly traceId: string;
  readonly spanId: string;
  /** The assigned unit. */
  readonly conversation: string;
  readonly startedAt: number;
  readonly started: number;
}

/** An answer as it was served. */
export interface Answered {
  readonly answer: Answer;
  readonly served: Served;
  readonly traceId: string;
  readonly latencyMs: number;
}

const serveModel = async (
  { routing }: RoutingDep,
  model: string,
  conversation: string,
): Promise<Result<Served, Fault>> => {
  if (model === 'throughline') {
    const served = routing.assign(conversation);
    return served === undefined ? err(serveFaults.fault('SERVE_NO_RELEASE')) : ok(served);
  }
  const preview = await routing.preview(model);
  if (preview !== undefined) return preview;
  return err(
    model === 'preview' ? serveFaults.fault('SERVE_NO_PREVIEW') : serveFaults.fault('SERVE_MODEL_UNKNOWN', { model }),
  );
};

const enter = async ({ admission, meter }: AnswerDeps, signal: AbortSignal): Promise<Result<Place, Fault>> => {
  try {
    const place = await admission.enter(signal);
    if (place !== undefined) return ok(place);
  } catch {
    return err(serveFaults.fault('SERVE_CLIENT_GONE'));
  }
  meter.turnedAway();
  return err(serveFaults.fault('SERVE_BUSY', { ...admission.counts(), retryAfter: admission.retryAfter() }));
};

/** Finds question, application and place of a call. The caller must run the attempt, or leave its place. */
export const openAttempt = async (deps: AnswerDeps, call: ChatCall): Promise<Result<Attempt, Fault>> => {
  const [startedAt, started] = [deps.clock.now(), deps.clock.monotonic()];
  const question = toQuestion(call.request);
  if (!question.ok) return question;
  const conversation = conversationKey(call);
  const served = await serveModel(deps, call.request.model, conversation);
  if (!served.ok) return served;
  const place = await enter(deps, call.signal);
  if (!place.ok) return place;
  const traceId = deps.ids.uuid().replaceAll('-', '');
  const spanId = deps.ids.uuid().replaceAll('-', '').slice(16);
  return ok({
    call,
    question: question.value,
    served: served.value,
    place: place.value,
    traceId,
    spanId,
    conversation,
    startedAt,
    started,
  });
};

const answerFault = (thrown: unknown, { call, traceId }: Attempt): Fault => {
  if (call.signal.aborted) return serveFaults.fault('SERVE_CLIENT_GONE');
  if (isFaultError(thrown)) return thrown.fault;
  const problem = thrown instanceof Error ? thrown.message : String(thrown);
  return serveFaults.fault('SERVE_ANSWER_FAILED', { problem: problem.slice(0, 500), traceId });
};

const askApplication = async (
  { capture }: AnswerDeps,
  attempt: Attempt,
  onDelta?: (text: string) => void,
): Promise<Result<Answer, Fault>> => {
  const { served, question, call, traceId, spanId } = attempt;
  const trace = { traceId, parentSpanId: spanId };
  const listen = onDelta === undefined ? {} : { onDelta };
  try {
    return await served.application.answer(question, { signal: call.signal, trace, capture, ...listen });
  } catch (thrown) {
    return err(answerFault(thrown, attempt));
  }
};

/** Asks the application, leaves the place, and hands span, exposure and measures to their queues. */
export const runAttempt = async (
  deps: AnswerDeps,
  attempt: Attempt,
  onDelta?: (text: string) => void,
): Promise<Result<Answered, Fault>> => {
  const asked = deps.clock.monotonic();
  const answer = await askApplication(deps, attempt, onDelta);
  const applicationMs = deps.clock.monotonic() - asked;
  attempt.place.leave();
  const latencyMs = deps.clock.monotonic() - attempt.started;
  settleAnswer(deps, attempt, { answer, latencyMs, applicationMs });
  if (!answer.ok) return answer;
  return ok({ answer: answer.value, served: attempt.served, traceId: attempt.traceId, latencyMs });
};
