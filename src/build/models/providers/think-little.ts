import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { ok } from '#kernel';
import type { ProviderWire } from '../provider-wire.ts';

const thinks = /gemini-(?:2\.5|[3-9])/;

const littleThought = (options: LanguageModelV4CallOptions): LanguageModelV4CallOptions => ({
  ...options,
  reasoning: options.reasoning ?? 'none',
});

/**
 * The wire for answers of limited length: Gemini counts its thoughts into the most tokens of an answer, and would think
 * until nothing is left to say. It is asked to think as little as the model can.
 */
export const thinkLittle = (wire: ProviderWire): ProviderWire => {
  const { languageModel } = wire;
  if (languageModel === undefined) return wire;
  return {
    ...wire,
    languageModel: (deps, card) => {
      const opened = languageModel(deps, card);
      if (!opened.ok || !thinks.test(card.providerModel)) return opened;
      const model = opened.value;
      return ok({
        specificationVersion: 'v4',
        provider: model.provider,
        modelId: model.modelId,
        supportedUrls: model.supportedUrls,
        doGenerate: (options) => model.doGenerate(littleThought(options)),
        doStream: (options) => model.doStream(littleThought(options)),
      });
    },
  };
};
