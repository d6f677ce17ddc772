import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { ok } from '#kernel';
import type { ProviderWire } from '../provider-wire.ts';

type Effort = NonNullable<LanguageModelV4CallOptions['reasoning']>;

/** The least effort by names of models. What a model does not have, the AI SDK raises to the next that it has. */
const leastEfforts: readonly (readonly [RegExp, Effort])[] = [
  [/gemini-(?:2\.5|[3-9])/, 'none'],
  [/^gpt-[5-9](?!.*-chat)/, 'none'],
  [/^o\d/, 'low'],
];

const littleThought = (options: LanguageModelV4CallOptions, effort: Effort): LanguageModelV4CallOptions => ({
  ...options,
  reasoning: options.reasoning ?? effort,
});

/**
 * The wire for answers of limited length: Gemini and OpenAI count thoughts into the most tokens of an answer, and would
 * think until nothing is left to say. They are asked to think as little as the model can.
 */
export const thinkLittle = (wire: ProviderWire): ProviderWire => {
  const { languageModel } = wire;
  if (languageModel === undefined) return wire;
  return {
    ...wire,
    languageModel: (deps, card) => {
      const opened = languageModel(deps, card);
      const effort = leastEfforts.find(([names]) => names.test(card.providerModel))?.[1];
      if (!opened.ok || effort === undefined) return opened;
      const model = opened.value;
      return ok({
        specificationVersion: 'v4',
        provider: model.provider,
        modelId: model.modelId,
        supportedUrls: model.supportedUrls,
        doGenerate: (options) => model.doGenerate(littleThought(options, effort)),
        doStream: (options) => model.doStream(littleThought(options, effort)),
      });
    },
  };
};
