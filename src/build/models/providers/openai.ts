import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { ok } from '#kernel';
import type { ModelCard } from '../contract.ts';
import type { EmbeddingModel } from '../port.ts';
import type { ProviderWire, WireDeps } from '../provider-wire.ts';
import { readApiKey } from './api-key.ts';
import { baseUrlOf } from './base-url.ts';
import { openEmbeddingModel } from './embedding-model.ts';
import { endpointFetch } from './endpoint-fetch.ts';
import { lazyLanguageModel } from './lazy-language-model.ts';
import { readOpenAiError } from './openai-error.ts';
import { readOpenAiLimits } from './openai-limits.ts';

const usualBase = 'https://api.openai.com/v1';
const usualVariables = ['OPENAI_API_KEY'];

const placeholder = 'replaced';

const load = async (deps: WireDeps, card: ModelCard) => {
  const { createOpenAI } = await import('@ai-sdk/openai');
  const baseUrl = baseUrlOf(card, usualBase);
  const fetch = endpointFetch(deps, { card, baseUrl, sign: openAiWire.sign });
  return createOpenAI({ apiKey: placeholder, baseURL: baseUrl, fetch });
};

/** The Responses API takes no smaller limit. */
const fewestTokens = 16;

/** Answers of the Responses API stay with OpenAI for 30 days unless it is told otherwise. */
const unstored = (options: LanguageModelV4CallOptions): LanguageModelV4CallOptions => ({
  ...options,
  ...(options.maxOutputTokens === undefined
    ? {}
    : { maxOutputTokens: Math.max(fewestTokens, options.maxOutputTokens) }),
  providerOptions: { ...options.providerOptions, openai: { store: false, ...options.providerOptions?.['openai'] } },
});

const keepNothing = (model: LanguageModelV4): LanguageModelV4 => ({
  specificationVersion: 'v4',
  provider: model.provider,
  modelId: model.modelId,
  supportedUrls: model.supportedUrls,
  doGenerate: (options) => model.doGenerate(unstored(options)),
  doStream: (options) => model.doStream(unstored(options)),
});

/** Only these still have the oldest interface. */
const completes = /instruct|davinci|babbage/;

/** OpenAI. Clients of its own interfaces pass through; all others are translated to the Responses API. */
export const openAiWire: ProviderWire = {
  urls: (card) => {
    const base = baseUrlOf(card, usualBase);
    if (card.task !== 'chat') return { 'openai-embeddings': `${base}/embeddings` };
    if (completes.test(card.providerModel)) return { 'openai-completions': `${base}/completions` };
    return { 'openai-chat': `${base}/chat/completions`, 'openai-responses': `${base}/responses` };
  },
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
    const open = async () => keepNothing((await load(deps, card)).responses(modelId));
    return ok(lazyLanguageModel({ provider: 'openai', modelId }, open));
  },
  readError: readOpenAiError,
  readLimits: readOpenAiLimits,
  keepAliveMs: 50_000,
};

/** Models of the third generation shorten their vectors to what the card says. */
const dimensionsOf = ({ providerModel, dimensions }: ModelCard) =>
  providerModel.startsWith('text-embedding-3') ? { openai: { dimensions } } : {};

export const openOpenAiEmbedding = (deps: WireDeps, card: ModelCard): EmbeddingModel =>
  openEmbeddingModel(card, {
    load: async () => (await load(deps, card)).embeddingModel(card.providerModel),
    options: () => dimensionsOf(card),
    readError: readOpenAiError,
  });
