import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { Usage } from '#build/models/contract';
import { usageCounts } from '../../dialects/usage-counts.ts';

/** The counts that a model of the AI SDK reports; undefined when it reports none. */
export const usageOfTranslation = (given: LanguageModelV4Usage): Usage | undefined => {
  const { input, cacheRead, cacheWrite, output, reasoning } = usageCounts(given);
  if (input === 0 && output === 0) return undefined;
  return {
    inputTokens: input,
    cachedInputTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
    outputTokens: output,
    reasoningTokens: reasoning,
  };
};
