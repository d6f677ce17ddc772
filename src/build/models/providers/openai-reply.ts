import type { Completion, Usage } from '../contract.ts';
import { readUsage, type WireCallPart } from './openai-wire.ts';

/** What was said so far, whole or piece by piece. */
export interface Reply {
  readonly text: string;
  readonly calls: readonly Readonly<Completion['toolCalls'][number]>[];
  readonly finish: string | undefined;
  readonly usage: Usage;
}

export const emptyReply: Reply = { text: '', calls: [], finish: undefined, usage: readUsage(undefined) };

const emptyCall = { id: '', name: '', arguments: '' };
/** More parallel calls than any application of ours makes; a hostile index must not grow a list. */
const maxCalls = 64;

const addPart = (calls: Reply['calls'], part: WireCallPart, place: number): Reply['calls'] => {
  const index = Math.min(part.index ?? place, calls.length, maxCalls - 1);
  const before = calls[index] ?? emptyCall;
  const after = {
    id: part.id ?? before.id,
    name: before.name + (part.function?.name ?? ''),
    arguments: before.arguments + (part.function?.arguments ?? ''),
  };
  return [...calls.slice(0, index), after, ...calls.slice(index + 1)];
};

export interface ReplyPart {
  readonly content?: string | null | undefined;
  readonly toolCalls?: readonly WireCallPart[] | null | undefined;
  readonly finish?: string | null | undefined;
  /** As the provider reports it. */
  readonly usage?: unknown;
}

/** The reply with one more part. */
export const addToReply = (reply: Reply, { content, toolCalls, finish, usage }: ReplyPart): Reply => ({
  text: reply.text + (content ?? ''),
  calls: (toolCalls ?? []).reduce((calls, part, place) => addPart(calls, part, place), reply.calls),
  finish: finish ?? reply.finish,
  usage: usage === null || usage === undefined ? reply.usage : readUsage(usage),
});

/** Our finish reason of a provider's. */
export const finishReasonOf = ({ calls, finish }: Reply): Completion['finishReason'] => {
  if (calls.length > 0) return 'tool-calls';
  return finish === 'length' ? 'length' : 'stop';
};
