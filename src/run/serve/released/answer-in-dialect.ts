import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { ByteReply } from '#kernel';
import { openAttempt, runAttempt, type AnswerDeps, type Attempt, type ChatCall } from '../answer-chat.ts';
import { answerHeaders } from '../chat-reply.ts';
import { answeredDelta, answeredFinish, answeredResult } from '../dialects/answered-result.ts';
import type { DialectCodec, EncodeContext, JsonObject } from '../dialects/port.ts';
import { problemOf } from '../dialects/problem-of.ts';
import { sendFault } from './send-reply.ts';

export interface InDialect {
  readonly codec: DialectCodec;
  readonly body: JsonObject;
  readonly call: ChatCall;
  readonly reply: ByteReply;
}

const contextOf = ({ traceId, startedAt, call }: Attempt, body: JsonObject): EncodeContext => ({
  id: traceId,
  created: Math.floor(startedAt / 1000),
  model: call.request.model,
  body,
});

const answerWhole = async (deps: AnswerDeps, attempt: Attempt, { codec, body, reply }: InDialect): Promise<void> => {
  const answered = await runAttempt(deps, attempt);
  if (!answered.ok) return sendFault(reply, codec, answered.error);
  const text = codec.encodeWhole(contextOf(attempt, body), answeredResult(answered.value));
  reply.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    ...answerHeaders(attempt),
  });
  reply.end(text);
};

/** Opens the stream before the first word is known. */
const opening: readonly LanguageModelV4StreamPart[] = [{ type: 'stream-start', warnings: [] }];

const answerStream = async (deps: AnswerDeps, attempt: Attempt, { codec, body, reply }: InDialect): Promise<void> => {
  const encoder = codec.createStreamEncoder(contextOf(attempt, body));
  let sent = '';
  const begin = (): void => {
    reply.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      ...answerHeaders(attempt),
    });
    reply.write(opening.map(encoder.push).join(''));
  };
  const say = (text: string): void => {
    if (sent === '') begin();
    sent += text;
    reply.write(encoder.push(answeredDelta(text)));
  };
  const answered = await runAttempt(deps, attempt, say);
  if (!answered.ok) {
    if (sent === '') return sendFault(reply, codec, answered.error);
    reply.write(encoder.fail(problemOf(answered.error)));
    return reply.destroy();
  }
  if (sent === '') begin();
  reply.write(answeredFinish(answered.value, sent).map(encoder.push).join('') + encoder.end());
  reply.end();
};

/** Answers with a released strategy in the shape of another API than chat completions. */
export const answerInDialect = async (deps: AnswerDeps, input: InDialect): Promise<void> => {
  const attempt = await openAttempt(deps, input.call);
  if (!attempt.ok) return sendFault(input.reply, input.codec, attempt.error);
  return input.call.request.stream === true
    ? answerStream(deps, attempt.value, input)
    : answerWhole(deps, attempt.value, input);
};
