import { setTimeout as delay } from 'node:timers/promises';
import { err, ok, type Fault } from '#kernel';
import { modelCardSchema, type Completion, type ModelCard } from '../contract.ts';
import { costOf } from '../cost-of.ts';
import { fault } from '../errors.ts';
import type { ChatModel, CompletionRequest } from '../port.ts';

/** One answer of a scripted model; a plain text is an answer with that text. */
export type ScriptedReply =
  | string
  | {
      readonly text?: string;
      readonly toolCalls?: readonly { readonly name: string; readonly arguments: string }[];
      readonly fault?: Fault;
      readonly delayMs?: number;
    };

/**
 * What a scripted model says: by the last message of the user (equal to the key, else containing it), one
 * reply after the other (the last one repeats), or computed from the request.
 */
export type Script =
  | Readonly<Record<string, ScriptedReply>>
  | readonly ScriptedReply[]
  | ((request: CompletionRequest) => ScriptedReply);

export const scriptedCard: ModelCard = modelCardSchema.parse({
  id: 'scripted',
  name: 'Scripted model',
  task: 'chat',
  provider: 'scripted',
  providerModel: 'scripted',
  licence: 'Apache-2.0',
  access: 'open',
  residency: 'local',
  contextTokens: 100_000,
  dimensions: 0,
  tools: true,
  price: { input: 0, cachedInput: 0, output: 0 },
});

const isList = (script: Script): script is readonly ScriptedReply[] => Array.isArray(script);

const lastQuestion = ({ messages }: CompletionRequest): string =>
  messages.findLast(({ role }) => role === 'user' || role === 'tool')?.content ?? '';

const fromRecord = (script: Readonly<Record<string, ScriptedReply>>, request: CompletionRequest): ScriptedReply => {
  const question = lastQuestion(request);
  const exact = Object.hasOwn(script, question) ? script[question] : undefined;
  if (exact !== undefined) return exact;
  return Object.entries(script).find(([key]) => question.includes(key))?.[1] ?? '';
};

/** Words as a rough count of tokens; a script has no tokenizer. */
const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;

const pieces = (text: string): readonly string[] => text.match(/\s*\S+|\s+/g) ?? [];

const wait = async (milliseconds: number, signal: AbortSignal | undefined): Promise<void> => {
  if (milliseconds > 0)
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  signal?.throwIfAborted();
};

const toCompletion = (
  card: ModelCard,
  request: CompletionRequest,
  reply: Exclude<ScriptedReply, string>,
): Completion => {
  const { text = '', toolCalls = [], delayMs = 0 } = reply;
  const inputTokens = request.messages.reduce((sum, { content }) => sum + countWords(content), 0);
  const usage = { inputTokens, cachedInputTokens: 0, outputTokens: countWords(text) };
  return {
    text,
    toolCalls: toolCalls.map((call, index) => ({ id: `call-${index + 1}`, ...call })),
    finishReason: toolCalls.length > 0 ? 'tool-calls' : 'stop',
    usage,
    durationMs: delayMs,
    costNano: costOf(card, usage),
  };
};

/** A model that says what it was told to say; deterministic, for tests and for measuring everything but a model. */
export const scriptedModel = (script: Script, card: ModelCard = scriptedCard): ChatModel => {
  let calls = 0;
  const replyTo = (request: CompletionRequest): ScriptedReply => {
    if (typeof script === 'function') return script(request);
    if (!isList(script)) return fromRecord(script, request);
    calls += 1;
    return script[Math.min(calls, script.length) - 1] ?? '';
  };
  return {
    card,
    digest: card.providerModel,
    complete: async (request, { signal, onDelta } = {}) => {
      signal?.throwIfAborted();
      const said = replyTo(request);
      const reply = typeof said === 'string' ? { text: said } : said;
      await wait(reply.delayMs ?? 0, signal);
      if (reply.fault !== undefined) return err(reply.fault);
      const completion = toCompletion(card, request, reply);
      const isEmpty = completion.text.trim() === '' && completion.toolCalls.length === 0;
      if (isEmpty) return err(fault('MODELS_EMPTY_ANSWER', { id: card.id }));
      for (const piece of pieces(completion.text)) onDelta?.(piece);
      return ok(completion);
    },
  };
};

/** The scripted provider without a script repeats the question. */
export const echoModel = (card: ModelCard): ChatModel =>
  scriptedModel((request) => `You said: ${lastQuestion(request).slice(0, 500)}`, card);
