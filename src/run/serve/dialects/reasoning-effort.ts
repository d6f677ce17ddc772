import type { LanguageModelV4CallOptions, SharedV4ProviderOptions } from '@ai-sdk/provider';
import type { Json } from '#kernel';

type Effort = Exclude<NonNullable<LanguageModelV4CallOptions['reasoning']>, 'provider-default'>;

const efforts: ReadonlySet<string> = new Set<Effort>(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);

const isEffort = (value: Json | undefined): value is Effort => typeof value === 'string' && efforts.has(value);

/** `reasoning_effort` of OpenAI's APIs and `output_config.effort` of Anthropic's. */
export const effortOf = (value: Json | undefined): { readonly reasoning?: Effort } =>
  isEffort(value) ? { reasoning: value } : {};

/** The effort that a budget of thinking tokens comes closest to, for providers that have no budgets. */
const effortOfBudget = (tokens: number): Effort => {
  if (tokens <= 1_024) return 'minimal';
  if (tokens <= 4_096) return 'low';
  return tokens <= 16_384 ? 'medium' : 'high';
};

export interface Thinking {
  readonly reasoning: Effort;
  readonly providerOptions: SharedV4ProviderOptions;
}

/** A budget of thinking tokens, said to each provider in its own way. */
export const thinkingBudget = (tokens: number): Thinking => ({
  reasoning: effortOfBudget(tokens),
  providerOptions: {
    anthropic: { thinking: { type: 'enabled', budgetTokens: tokens } },
    bedrock: { reasoningConfig: { type: 'enabled', budgetTokens: tokens } },
    google: { thinkingConfig: { thinkingBudget: tokens, includeThoughts: true } },
  },
});

/** Thinking switched off by the client. */
export const noThinking: Thinking = { reasoning: 'none', providerOptions: {} };
