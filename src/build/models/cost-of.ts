import type { Price, Usage } from './contract.ts';

/** Nano-dollars of one token at a price of one US dollar for a million. */
const nanoPerToken = 1000;

/**
 * What a call costs in integer nano-dollars, by token class. Cache reads and writes are parts of the input, reasoning
 * is a part of the output; a class without a price costs what the whole does.
 */
export const costOf = ({ price }: { readonly price: Price }, usage: Usage): number => {
  const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens = 0 } = usage;
  const { cacheWriteTokens = 0, cacheWriteLongTokens = 0 } = usage;
  const cacheWrite = price.cacheWrite ?? price.input;
  const fresh = Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens);
  const said = Math.max(0, outputTokens - reasoningTokens);
  return Math.round(
    nanoPerToken *
      (fresh * price.input +
        cachedInputTokens * price.cachedInput +
        Math.max(0, cacheWriteTokens - cacheWriteLongTokens) * cacheWrite +
        cacheWriteLongTokens * (price.cacheWriteLong ?? cacheWrite) +
        said * price.output +
        reasoningTokens * (price.reasoning ?? price.output)),
  );
};
