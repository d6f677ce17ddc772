import { err, ok, type Fault, type Json, type Result } from '#kernel';
import type { AnswerDeps, ChatCall } from '../answer-chat.ts';
import { chatRequestSchema, type ChatRequest } from '../chat-request.ts';
import { answerChat } from '../chat-route.ts';
import { isObject } from '../dialects/json-value.ts';
import type { JsonObject } from '../dialects/port.ts';
import { serveFaults } from '../errors.ts';
import { codecOf, frontOf } from '../gateway/call/fronts.ts';
import type { OtherModel } from '../gateway/gateway-routes.ts';
import { invalidRequest, openAiError } from '../open-ai-error.ts';
import { answerInDialect } from './answer-in-dialect.ts';
import { goneSignal, sendFault, sendReply } from './send-reply.ts';

const parse = ({ body }: OtherModel): Result<JsonObject, Fault> => {
  try {
    const value: Json = JSON.parse(body.bytes.toString('utf8'));
    if (isObject(value)) return ok(value);
  } catch {
    // Said below.
  }
  return err(serveFaults.fault('SERVE_REQUEST_INVALID', { problem: 'it is not a JSON object.' }));
};

const chatRequestOf = ({ dialect, name }: OtherModel, body: JsonObject): Result<ChatRequest, Fault> => {
  if (dialect === 'openai-chat') {
    const parsed = chatRequestSchema.safeParse(body);
    return parsed.success ? ok(parsed.data) : err(invalidRequest(parsed.error));
  }
  const codec = codecOf(dialect);
  return codec === undefined ? err(serveFaults.fault('SERVE_MODEL_UNKNOWN', { model: name })) : codec.chatRequest(body);
};

const answerAsChat = async (deps: AnswerDeps, call: ChatCall, { exchange }: OtherModel): Promise<void> => {
  const answered = await answerChat(deps, call);
  if (answered.ok) return sendReply(exchange.reply, answered.value, call.signal);
  const { status } = answered.error;
  const retry = status === 429 ? { headers: { 'retry-after': '1' } } : {};
  return sendReply(exchange.reply, { kind: 'json', status, body: openAiError(answered.error), ...retry }, call.signal);
};

/** Answers with the active release or a candidate, through whichever API it was asked. */
export const answerReleased =
  (deps: AnswerDeps) =>
  async (request: OtherModel): Promise<void> => {
    const { exchange, dialect } = request;
    const { reply, headers, actor } = exchange;
    const fail = (fault: Fault): void => sendFault(reply, frontOf(dialect), fault);
    const body = parse(request);
    if (!body.ok) return fail(body.error);
    const asked = chatRequestOf(request, body.value);
    if (!asked.ok) return fail(asked.error);
    const call: ChatCall = { request: asked.value, headers, actor, signal: goneSignal(reply) };
    const codec = codecOf(dialect);
    if (dialect === 'openai-chat' || codec === undefined) return answerAsChat(deps, call, request);
    return answerInDialect(deps, { codec, body: body.value, call, reply });
  };
