import type { ModelCard, Usage } from './contract.ts';

/** Nano-dollars of one token at a price of one US dollar for a million. */
const nanoPerToken = 1000;

/** What a call costs in nano-dollars. */
export const costOf = ({ price }: ModelCard, { inputTokens, cachedInputTokens, outputTokens }: Usage): number => {
  const fresh = Math.max(0, inputTokens - cachedInputTokens);
  return Math.round(
    nanoPerToken * (fresh * price.input + cachedInputTokens * price.cachedInput + outputTokens * price.output),
  );
};
