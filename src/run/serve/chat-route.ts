import { err, ok, type Fault, type Result, type RouteReply } from '#kernel';
import { openAttempt, runAttempt, type AnswerDeps, type Attempt, type ChatCall } from './answer-chat.ts';
import { answerHeaders, chatCompletion, type ChatReplyInput } from './chat-reply.ts';
import { openAiError } from './open-ai-error.ts';
import { streamAttempt } from './stream-chat.ts';

const busyReply = (fault: Fault): RouteReply => ({
  kind: 'json',
  status: fault.status,
  body: openAiError(fault),
  headers: { 'retry-after': String(fault.details['retryAfter'] ?? 1) },
});

const reply = async (deps: AnswerDeps, attempt: Attempt): Promise<Result<RouteReply, Fault>> => {
  const { request } = attempt.call;
  const input: ChatReplyInput = {
    model: request.model,
    created: Math.floor(attempt.startedAt / 1000),
    traceId: attempt.traceId,
  };
  const headers = answerHeaders(attempt);
  if (request.stream === true) {
    const includeUsage = request.stream_options?.include_usage === true;
    const chunks = await streamAttempt(deps, attempt, { ...input, includeUsage });
    if (!chunks.ok) return chunks;
    return ok({
      kind: 'stream',
      contentType: 'text/event-stream; charset=utf-8',
      chunks: chunks.value,
      headers: { ...headers, 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
    });
  }
  const answered = await runAttempt(deps, attempt);
  if (!answered.ok) return answered;
  return ok({ kind: 'json', body: chatCompletion(input, answered.value), headers });
};

/** Answers one chat completion: the whole path of a request, without HTTP. */
export const answerChat = async (deps: AnswerDeps, call: ChatCall): Promise<Result<RouteReply, Fault>> => {
  const attempt = await openAttempt(deps, call);
  if (!attempt.ok) return attempt.error.code === 'SERVE_BUSY' ? ok(busyReply(attempt.error)) : err(attempt.error);
  return reply(deps, attempt.value);
};
