import { ok, type Fault, type Result } from '#kernel';
import { openAttempt, runAttempt, type AnswerDeps, type Answered, type ChatCall } from './answer-chat.ts';
import type { Served } from './port.ts';

/** One call through the serving path, without HTTP. */
export interface AnsweredCall {
  readonly traceId: string;
  readonly arm: Served['arm'];
  readonly answered: Result<Answered, Fault>;
}

/** Answers a call as `/v1` would; a failed answer still has its trace and its arm. */
export const answerCall = async (deps: AnswerDeps, call: ChatCall): Promise<Result<AnsweredCall, Fault>> => {
  const attempt = await openAttempt(deps, call);
  if (!attempt.ok) return attempt;
  const { traceId, served } = attempt.value;
  return ok({ traceId, arm: served.arm, answered: await runAttempt(deps, attempt.value) });
};
