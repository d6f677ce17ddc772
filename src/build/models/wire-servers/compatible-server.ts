import type { Usage } from '../contract.ts';
import type { ChatFlavour, Fields } from './openai-chat-reply.ts';
import type { WireProblem, WireRefusal } from './wire-server.ts';

type Refusals = Readonly<Record<WireRefusal['refuse'], (wait: number) => WireProblem>>;

/** One server that speaks OpenAI's format, with its own ways. */
export interface CompatibleServer {
  readonly base: string;
  readonly chat: ChatFlavour;
  readonly refusals: Refusals;
  readonly wrongKey: () => WireProblem;
  /** How a ranking is told, from a share. */
  readonly score?: (share: number) => number;
  readonly limits?: Readonly<Record<string, string>>;
}

export const created = 1_764_000_000;

/** Usage with the parts that most servers tell. */
export const plainUsage = (usage: Usage): Fields => ({
  prompt_tokens: usage.inputTokens,
  completion_tokens: usage.outputTokens,
  total_tokens: usage.inputTokens + usage.outputTokens,
  ...(usage.cachedInputTokens === 0 ? {} : { prompt_tokens_details: { cached_tokens: usage.cachedInputTokens } }),
  ...(usage.reasoningTokens === undefined
    ? {}
    : { completion_tokens_details: { reasoning_tokens: usage.reasoningTokens } }),
});
