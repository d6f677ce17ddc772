import { ok } from '#kernel';
import { answerCall, type AnswerDeps } from '#run/serve';
import type { SimulateDeps } from './simulate.ts';

/** Asks through the serving path of this process; what a run that has no server beside it simulates with. */
export const askInProcess =
  (deps: AnswerDeps): SimulateDeps['ask'] =>
  async (question, conversation) => {
    const request = {
      model: 'throughline',
      messages: [{ role: 'user' as const, content: question }],
      user: conversation,
    };
    const headers = { 'x-throughline-simulated': 'true' };
    const call = await answerCall(deps, {
      request,
      headers,
      actor: 'simulation',
      signal: new AbortController().signal,
    });
    if (!call.ok) return call;
    const { traceId, arm, answered } = call.value;
    return ok({ traceId, arm, answer: answered.ok ? answered.value.answer : undefined });
  };
