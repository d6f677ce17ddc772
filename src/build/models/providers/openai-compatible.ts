import { err, isFaultError, ok, type ClockDep, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { fault } from '../errors.ts';
import type { CallOptions, ChatModel, CompletionRequest, EnvironmentDep, HttpDep } from '../port.ts';
import { remoteDigest } from '../remote-digest.ts';
import { askedToWait, callProvider, unreachable, watchDeltas, type CallPolicy } from './call-provider.ts';
import { finishReply } from './finish-reply.ts';
import { httpFault, retryAfterMs } from './http-fault.ts';
import { addToReply, emptyReply, type Reply } from './openai-reply.ts';
import { readStream } from './openai-stream.ts';
import { wholeSchema, wireRequest } from './openai-wire.ts';

type Deps = ClockDep & HttpDep & EnvironmentDep;

export type CompatibleOptions = CallPolicy;

interface Call {
  readonly card: ModelCard;
  readonly request: CompletionRequest;
  readonly options: CallOptions;
  readonly signal: AbortSignal;
  readonly headers: Readonly<Record<string, string>>;
}

const readWhole = async (response: Response): Promise<Result<Reply, string>> => {
  const text = await response.text();
  const json = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  })();
  const parsed = wholeSchema.safeParse(json);
  const choice = parsed.data?.choices[0];
  if (choice === undefined) return err(`The body is not a completion: ${text.slice(0, 120)}`);
  const { content, tool_calls: toolCalls } = choice.message;
  return ok(addToReply(emptyReply, { content, toolCalls, finish: choice.finish_reason, usage: parsed.data?.usage }));
};

/** Reads a stream as such; a server that does not stream tells its text at once. */
const readReply = async (
  response: Response,
  onDelta: ((text: string) => void) | undefined,
): Promise<Result<Reply, string>> => {
  const isStream = response.headers.get('content-type')?.includes('text/event-stream') === true;
  if (onDelta !== undefined && isStream && response.body !== null) return readStream(response.body, onDelta);
  const reply = await readWhole(response);
  if (reply.ok && reply.value.text !== '') onDelta?.(reply.value.text);
  return reply;
};

/** One attempt; throws a FaultError, whose `askedMs` is the wait that the server asked for. */
const attempt = async ({ http, clock }: Deps, { card, request, options, signal, headers }: Call): Promise<Reply> => {
  const stream = options.onDelta !== undefined;
  const { onDelta, stop } = watchDeltas(options.onDelta);
  try {
    const response = await http.fetch(`${card.endpoint?.baseUrl?.replace(/\/$/, '')}/chat/completions`, {
      method: 'POST',
      headers,
      body: JSON.stringify(wireRequest(card.providerModel, request, stream)),
      signal,
    });
    if (!response.ok) {
      const failure = httpFault(card.id, response.status, await response.text());
      throw stop(askedToWait(failure, retryAfterMs(response.headers.get('retry-after'), clock.now())));
    }
    const reply = await readReply(response, stream ? onDelta : undefined);
    if (!reply.ok) throw stop(fault('MODELS_ANSWER_MALFORMED', { id: card.id, message: reply.error }));
    return reply.value;
  } catch (thrown) {
    throw isFaultError(thrown) ? thrown : stop(unreachable(card.id, thrown));
  }
};

const readHeaders = (
  { environment }: EnvironmentDep,
  card: ModelCard,
): Result<Readonly<Record<string, string>>, Fault> => {
  const variable = card.endpoint?.apiKeyEnv;
  const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  if (variable === undefined) return ok(json);
  const key = environment.read(variable);
  if (key === undefined || key === '') return err(fault('MODELS_KEY_MISSING', { id: card.id, variable }));
  return ok({ ...json, authorization: `Bearer ${key}` });
};

/** A chat model behind any server that speaks the OpenAI chat completions format. */
export const openCompatibleChat = (deps: Deps, card: ModelCard, policy: CompatibleOptions = {}): ChatModel => ({
  card,
  digest: remoteDigest(card),
  complete: async (request, options = {}) => {
    options.signal?.throwIfAborted();
    const headers = readHeaders(deps, card);
    if (!headers.ok) return headers;
    const startedAt = deps.clock.monotonic();
    const run = (signal: AbortSignal) => attempt(deps, { card, request, options, signal, headers: headers.value });
    const reply = await callProvider({ id: card.id, signal: options.signal, attempt: run }, policy);
    return reply.ok ? finishReply(card, reply.value, deps.clock.monotonic() - startedAt) : reply;
  },
});
