import { err, isFaultError, ok, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { fault } from '../errors.ts';
import type { CallOptions, ChatModel, CompletionRequest, HttpDep } from '../port.ts';
import type { WireDeps } from '../provider-wire.ts';
import { remoteDigest } from '../remote-digest.ts';
import { callProvider, unreachable, watchDeltas, type CallPolicy } from './call-provider.ts';
import { compatiblePresets, type CompatiblePreset } from './compatible-presets.ts';
import { compatibleWire, presetBaseUrl } from './compatible-wire.ts';
import { finishReply } from './finish-reply.ts';
import { readOpenAiError } from './openai-error.ts';
import { addToReply, emptyReply, type Reply } from './openai-reply.ts';
import { readStream } from './openai-stream.ts';
import { wholeSchema, wireRequest } from './openai-wire.ts';
import { refusal } from './wire-fault.ts';

export interface CompatibleOptions extends CallPolicy {
  readonly preset?: CompatiblePreset;
}

const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

interface Call {
  readonly card: ModelCard;
  readonly request: CompletionRequest;
  readonly options: CallOptions;
  readonly signal: AbortSignal;
  readonly headers: Readonly<Record<string, string>>;
  readonly url: string;
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
const attempt = async ({ http }: HttpDep, { card, request, options, signal, headers, url }: Call): Promise<Reply> => {
  const stream = options.onDelta !== undefined;
  const { onDelta, stop } = watchDeltas(options.onDelta);
  try {
    const response = await http.fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify(wireRequest(card.providerModel, request, stream)),
      signal,
    });
    if (!response.ok) {
      const body = new Uint8Array(await response.arrayBuffer());
      const error = readOpenAiError(response.status, Object.fromEntries(response.headers), body);
      throw stop(refusal(card.id, response.status, error));
    }
    const reply = await readReply(response, stream ? onDelta : undefined);
    if (!reply.ok) throw stop(fault('MODELS_ANSWER_MALFORMED', { id: card.id, message: reply.error }));
    return reply.value;
  } catch (thrown) {
    throw isFaultError(thrown) ? thrown : stop(unreachable(card.id, thrown));
  }
};

/** A chat model behind any server that speaks the OpenAI chat completions format. */
export const openCompatibleChat = (
  deps: WireDeps,
  card: ModelCard,
  { preset = compatiblePresets['openai-compatible'], ...policy }: CompatibleOptions = {},
): ChatModel => {
  const wire = compatibleWire(preset);
  return {
    card,
    digest: remoteDigest(card),
    complete: async (request, options = {}) => {
      options.signal?.throwIfAborted();
      const place = presetBaseUrl(preset, card);
      if (!place.ok) return place;
      const url = `${place.value}/chat/completions`;
      const signed = await wire.sign(deps, card, { method: 'POST', url, headers: json, body: new Uint8Array() });
      if (!signed.ok) return signed;
      const { headers } = signed.value;
      const startedAt = deps.clock.monotonic();
      const run = (signal: AbortSignal) => attempt(deps, { card, request, options, signal, headers, url });
      const reply = await callProvider({ id: card.id, signal: options.signal, attempt: run }, policy);
      return reply.ok ? finishReply(card, reply.value, deps.clock.monotonic() - startedAt) : reply;
    },
  };
};
