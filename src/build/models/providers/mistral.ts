import { ok } from '#kernel';
import type { ModelCard } from '../contract.ts';
import type { EmbeddingModel } from '../port.ts';
import type { ProviderWire, WireDeps } from '../provider-wire.ts';
import { readApiKey } from './api-key.ts';
import { baseUrlOf } from './base-url.ts';
import { openEmbeddingModel } from './embedding-model.ts';
import { endpointFetch } from './endpoint-fetch.ts';
import { lazyLanguageModel } from './lazy-language-model.ts';
import { withMistralCallIds } from './mistral-call-ids.ts';
import { readOpenAiError } from './openai-error.ts';
import { readOpenAiLimits } from './openai-limits.ts';

const usualBase = 'https://api.mistral.ai/v1';
const usualVariables = ['MISTRAL_API_KEY'];
const placeholder = 'replaced';

const load = async (deps: WireDeps, card: ModelCard) => {
  const { createMistral } = await import('@ai-sdk/mistral');
  const baseUrl = baseUrlOf(card, usualBase);
  const fetch = endpointFetch(deps, { card, baseUrl, sign: mistralWire.sign });
  return createMistral({ apiKey: placeholder, baseURL: baseUrl, fetch });
};

/**
 * Mistral. Its chat looks like OpenAI's and refuses every field that it does not know, `max_completion_tokens` and
 * `stream_options` among them, so that clients of OpenAI's interface are translated.
 */
export const mistralWire: ProviderWire = {
  urls: (card) => (card.task === 'chat' ? {} : { 'openai-embeddings': `${baseUrlOf(card, usualBase)}/embeddings` }),
  sign: (deps, card, request) => {
    const key = readApiKey(deps, card, usualVariables);
    if (!key.ok) return key;
    const headers = { ...request.headers, ...card.endpoint?.headers, authorization: `Bearer ${key.value}` };
    return ok({ ...request, headers });
  },
  languageModel: (deps, card) => {
    const key = readApiKey(deps, card, usualVariables);
    if (!key.ok) return key;
    const modelId = card.providerModel;
    return ok(
      lazyLanguageModel({ provider: 'mistral', modelId }, async () =>
        withMistralCallIds((await load(deps, card)).chat(modelId)),
      ),
    );
  },
  readError: readOpenAiError,
  readLimits: readOpenAiLimits,
  usageInStream: 'always',
  keepAliveMs: 50_000,
};

export const openMistralEmbedding = (deps: WireDeps, card: ModelCard): EmbeddingModel =>
  openEmbeddingModel(card, {
    load: async () => (await load(deps, card)).embeddingModel(card.providerModel),
    options: () => ({}),
    readError: readOpenAiError,
  });
