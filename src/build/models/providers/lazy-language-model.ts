import type { LanguageModelV4 } from '@ai-sdk/provider';

/** A language model whose library is loaded with its first call. */
export const lazyLanguageModel = (
  { provider, modelId }: Pick<LanguageModelV4, 'provider' | 'modelId'>,
  load: () => Promise<LanguageModelV4>,
): LanguageModelV4 => ({
  specificationVersion: 'v4',
  provider,
  modelId,
  supportedUrls: {},
  doGenerate: async (options) => (await load()).doGenerate(options),
  doStream: async (options) => (await load()).doStream(options),
});
