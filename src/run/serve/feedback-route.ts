import { defineRoute, err, ok, type Fault, type FeedbackDep, type Result, type Route } from '#kernel';
import { feedbackSchema, type Feedback } from './contract.ts';
import { serveFaults } from './errors.ts';

/** Stores a thumb or a score for a served answer before it returns: a person gave it, so no queue may drop it. */
export const giveFeedback = async (
  { feedback }: FeedbackDep,
  given: Feedback,
  source: string,
): Promise<Result<{ readonly id: string }, Fault>> => {
  const { trace_id: traceId, name, value, comment } = given;
  try {
    return ok(await feedback.add({ traceId, name, value, source, comment }));
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message : String(thrown);
    return err(serveFaults.fault('SERVE_FEEDBACK_LOST', { problem: problem.slice(0, 200) }));
  }
};

/** POST /v1/feedback. */
export const feedbackRoute = (deps: FeedbackDep): Route =>
  defineRoute({
    method: 'POST',
    path: '/v1/feedback',
    access: 'session-or-api-key',
    summary: 'A thumb (1 up, 0 down) or a score for the answer of a trace',
    body: feedbackSchema,
    handle: async ({ body, actor }) => {
      const given = await giveFeedback(deps, body, actor);
      if (!given.ok) return given;
      const { trace_id, name, value } = body;
      return ok({ kind: 'json', status: 201, body: { object: 'feedback', id: given.value.id, trace_id, name, value } });
    },
  });
