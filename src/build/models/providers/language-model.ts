import { APICallError, type LanguageModelV4, type LanguageModelV4FinishReason } from '@ai-sdk/provider';
import { err, isFaultError, ok, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { fault } from '../errors.ts';
import type { ChatModel, CompletionRequest } from '../port.ts';
import type { ProviderWire, WireDeps } from '../provider-wire.ts';
import { remoteDigest } from '../remote-digest.ts';
import { usageOfModel } from '../usage/usage-of-model.ts';
import { callProvider, unreachable, watchDeltas, type CallPolicy } from './call-provider.ts';
import { callOptionsOf } from './call-options-of.ts';
import { finishReply } from './finish-reply.ts';
import { addToReply, emptyReply, type Reply } from './openai-reply.ts';
import { refusal } from './wire-fault.ts';

/** More than any answer; a server that never stops must not fill the memory. */
const mostCharacters = 16_000_000;

interface Attempt {
  readonly wire: ProviderWire;
  readonly card: ModelCard;
  readonly model: LanguageModelV4;
  readonly request: CompletionRequest;
  readonly signal: AbortSignal;
  readonly onDelta: ((text: string) => void) | undefined;
}

const malformed = (id: string, message: string): Fault => fault('MODELS_ANSWER_MALFORMED', { id, message });

/** What keeps a reason from being an end: the provider broke down, went silent, or filtered its own answer. */
const endFault = (id: string, { unified, raw }: LanguageModelV4FinishReason): Fault | undefined => {
  if (unified === 'content-filter') return fault('MODELS_FILTERED', { id, reason: raw ?? 'content filter' });
  if (unified === 'error') return malformed(id, 'the provider ended its answer with an error');
  const isCut = unified === 'interrupted' || (unified === 'other' && raw === undefined);
  return isCut ? malformed(id, 'the stream was cut before its end') : undefined;
};

const finishOf = ({ unified }: LanguageModelV4FinishReason): string => (unified === 'length' ? 'length' : 'stop');

const generate = async ({ model, card, request, signal }: Attempt): Promise<Result<Reply, Fault>> => {
  const { content, finishReason, usage } = await model.doGenerate(callOptionsOf(request, signal));
  const problem = endFault(card.id, finishReason);
  if (problem !== undefined) return err(problem);
  return ok({
    text: content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
    calls: content.flatMap((part) =>
      part.type === 'tool-call' && part.providerExecuted !== true
        ? [{ id: part.toolCallId, name: part.toolName, arguments: part.input }]
        : [],
    ),
    finish: finishOf(finishReason),
    usage: usageOfModel(usage),
  });
};

const stream = async (
  { model, card, request, signal }: Attempt,
  onDelta: (text: string) => void,
): Promise<Result<Reply, Fault>> => {
  let reply: Reply = emptyReply;
  let end: LanguageModelV4FinishReason = { unified: 'interrupted', raw: undefined };
  const { stream: parts } = await model.doStream(callOptionsOf(request, signal));
  for await (const part of parts) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'text-delta' && part.delta !== '') {
      onDelta(part.delta);
      reply = addToReply(reply, { content: part.delta });
      if (reply.text.length > mostCharacters)
        return err(malformed(card.id, `the answer is longer than ${mostCharacters} characters`));
    }
    if (part.type === 'tool-call' && part.providerExecuted !== true)
      reply = {
        ...reply,
        calls: [...reply.calls, { id: part.toolCallId, name: part.toolName, arguments: part.input }],
      };
    if (part.type === 'finish') {
      end = part.finishReason;
      reply = { ...reply, finish: finishOf(end), usage: usageOfModel(part.usage) };
    }
  }
  const problem = endFault(card.id, end);
  return problem === undefined ? ok(reply) : err(problem);
};

/** The fault of what a library of the AI SDK threw. */
const faultOf = ({ wire, card: { id } }: Attempt, thrown: unknown): Fault => {
  if (isFaultError(thrown)) return thrown.fault;
  if (!APICallError.isInstance(thrown)) {
    const isReading = thrown instanceof Error && /^AI_(?!APICall)/.test(thrown.name);
    return isReading ? malformed(id, thrown.message.slice(0, 300)) : unreachable(id, thrown);
  }
  const { statusCode, responseHeaders = {}, responseBody = '' } = thrown;
  if (statusCode === undefined) return unreachable(id, thrown);
  if (statusCode < 300) return malformed(id, thrown.message.slice(0, 300));
  const error = wire.readError(statusCode, responseHeaders, new TextEncoder().encode(responseBody));
  return refusal(id, statusCode, error);
};

const attempt = async (call: Attempt): Promise<Reply> => {
  const { onDelta, stop } = watchDeltas(call.onDelta);
  try {
    const reply = await (call.onDelta === undefined ? generate(call) : stream(call, onDelta));
    if (!reply.ok) throw stop(reply.error);
    return reply.value;
  } catch (thrown) {
    throw stop(faultOf(call, thrown));
  }
};

/** A chat model behind a provider's wire, translated by the AI SDK: the strategies' way to every provider that has no OpenAI format. */
export const openLanguageModel = (
  deps: WireDeps,
  { card, wire }: { readonly card: ModelCard; readonly wire: ProviderWire },
  policy: CallPolicy = {},
): ChatModel => ({
  card,
  digest: remoteDigest(card),
  complete: async (request, { signal, onDelta } = {}) => {
    signal?.throwIfAborted();
    const model = wire.languageModel?.(deps, card);
    if (model === undefined)
      return err(fault('MODELS_PROVIDER_UNKNOWN', { id: card.id, provider: card.provider, known: '' }));
    if (!model.ok) return model;
    const startedAt = deps.clock.monotonic();
    const run = (inner: AbortSignal) => attempt({ wire, card, model: model.value, request, signal: inner, onDelta });
    const reply = await callProvider({ id: card.id, signal, attempt: run }, policy);
    return reply.ok ? finishReply(card, reply.value, deps.clock.monotonic() - startedAt) : reply;
  },
});
