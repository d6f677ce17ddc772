import pRetry from 'p-retry';
import { setTimeout as delay } from 'node:timers/promises';
import { err, FaultError, isFaultError, ok, type ClockDep, type Fault, type Result } from '#kernel';
import type { Completion, ModelCard } from '../contract.ts';
import { costOf } from '../cost-of.ts';
import { fault } from '../errors.ts';
import type { CallOptions, ChatModel, CompletionRequest, EnvironmentDep, HttpDep } from '../port.ts';
import { remoteDigest } from '../remote-digest.ts';
import { httpFault, retryAfterMs } from './http-fault.ts';
import { addToReply, emptyReply, finishReasonOf, type Reply } from './openai-reply.ts';
import { readStream } from './openai-stream.ts';
import { wholeSchema, wireRequest } from './openai-wire.ts';

type Deps = ClockDep & HttpDep & EnvironmentDep;

export interface CompatibleOptions {
  /** Milliseconds for a whole call, all attempts together. */
  readonly timeoutMs?: number;
  /** Attempts after the first. */
  readonly retries?: number;
  /** Wait before the first retry; doubled for each further one, with jitter. */
  readonly firstWaitMs?: number;
}

interface Call {
  readonly card: ModelCard;
  readonly request: CompletionRequest;
  readonly options: CallOptions;
  readonly signal: AbortSignal;
  readonly headers: Readonly<Record<string, string>>;
}

const unreachable = (id: string, thrown: unknown): Fault => {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? `: ${thrown.cause.message}` : '';
  return fault('MODELS_UNREACHABLE', {
    id,
    message: `${thrown instanceof Error ? thrown.message : String(thrown)}${cause}`,
  });
};

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
  let said = false;
  const onDelta = (text: string): void => {
    said = true;
    options.onDelta?.(text);
  };
  const stop = (failure: Fault): FaultError => new FaultError(said ? { ...failure, retryable: false } : failure);
  try {
    const response = await http.fetch(`${card.endpoint?.baseUrl?.replace(/\/$/, '')}/chat/completions`, {
      method: 'POST',
      headers,
      body: JSON.stringify(wireRequest(card.providerModel, request, stream)),
      signal,
    });
    if (!response.ok) {
      const failure = httpFault(card.id, response.status, await response.text());
      const askedMs = retryAfterMs(response.headers.get('retry-after'), clock.now());
      throw stop({ ...failure, details: { ...failure.details, askedMs } });
    }
    const reply = await readReply(response, stream ? onDelta : undefined);
    if (!reply.ok) throw stop(fault('MODELS_ANSWER_MALFORMED', { id: card.id, message: reply.error }));
    return reply.value;
  } catch (thrown) {
    throw isFaultError(thrown) ? thrown : stop(unreachable(card.id, thrown));
  }
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const checkReply = (id: string, reply: Reply): Fault | undefined => {
  if (reply.text.trim() === '' && reply.calls.length === 0) return fault('MODELS_EMPTY_ANSWER', { id });
  const broken = reply.calls.find((call) => call.name === '' || !isJson(call.arguments === '' ? '{}' : call.arguments));
  if (broken === undefined) return undefined;
  const message = `The arguments of ${broken.name || 'a call without a name'} are not JSON: ${broken.arguments.slice(0, 120)}`;
  return fault('MODELS_TOOL_CALL_MALFORMED', { id, message });
};

const toCompletion = (card: ModelCard, reply: Reply, durationMs: number): Completion => ({
  text: reply.text,
  toolCalls: reply.calls.map((call, index) => ({
    id: call.id === '' ? `call-${index + 1}` : call.id,
    name: call.name,
    arguments: call.arguments === '' ? '{}' : call.arguments,
  })),
  finishReason: finishReasonOf(reply),
  usage: reply.usage,
  durationMs,
  costNano: costOf(card, reply.usage),
});

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
export const openCompatibleChat = (
  deps: Deps,
  card: ModelCard,
  { timeoutMs = 120_000, retries = 3, firstWaitMs = 400 }: CompatibleOptions = {},
): ChatModel => ({
  card,
  digest: remoteDigest(card),
  complete: async (request, options = {}) => {
    options.signal?.throwIfAborted();
    const headers = readHeaders(deps, card);
    if (!headers.ok) return headers;
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
    const startedAt = deps.clock.monotonic();
    try {
      const call = { card, request, options, signal, headers: headers.value };
      const reply = await pRetry(() => attempt(deps, call), {
        retries,
        minTimeout: firstWaitMs,
        randomize: true,
        signal,
        onFailedAttempt: async ({ error, retriesLeft }) => {
          const askedMs = isFaultError(error) ? error.fault.details['askedMs'] : undefined;
          if (typeof askedMs === 'number' && retriesLeft > 0 && askedMs > 0)
            await delay(askedMs, undefined, { signal });
        },
        shouldRetry: ({ error }) => isFaultError(error) && error.fault.retryable,
      });
      const problem = checkReply(card.id, reply);
      return problem === undefined ? ok(toCompletion(card, reply, deps.clock.monotonic() - startedAt)) : err(problem);
    } catch (thrown) {
      options.signal?.throwIfAborted();
      return err(isFaultError(thrown) ? thrown.fault : unreachable(card.id, thrown));
    }
  },
});
