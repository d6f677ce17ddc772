import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { usageOfModel } from '#build/models';
import type { Usage } from '#build/models/contract';

/** The counts that a model of the AI SDK reports; undefined when it reports none. */
export const usageOfTranslation = (given: LanguageModelV4Usage): Usage | undefined => {
  const usage = usageOfModel(given);
  return usage.inputTokens === 0 && usage.outputTokens === 0 ? undefined : usage;
};
