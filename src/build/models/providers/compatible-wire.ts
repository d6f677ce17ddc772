import { err, ok, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { fault } from '../errors.ts';
import type { EmbeddingModel, RerankModel } from '../port.ts';
import type { Dialect, ProviderWire, WireDeps } from '../provider-wire.ts';
import { findApiKey, readApiKey } from './api-key.ts';
import { baseUrlOf } from './base-url.ts';
import type { CompatiblePreset } from './compatible-presets.ts';
import { openCompatibleRerank } from './compatible-rerank.ts';
import { openEmbeddingModel } from './embedding-model.ts';
import { endpointFetch } from './endpoint-fetch.ts';
import { lazyLanguageModel } from './lazy-language-model.ts';
import { readOpenAiError } from './openai-error.ts';
import { readOpenAiLimits } from './openai-limits.ts';

const dialectsOf: Readonly<Record<ModelCard['task'], readonly Dialect[]>> = {
  chat: ['openai-chat', 'openai-completions'],
  embedding: ['openai-embeddings'],
  rerank: ['rerank'],
};

const urlsOf = ({ baseUrl, paths }: CompatiblePreset, card: ModelCard): Partial<Record<Dialect, string>> => {
  const base = baseUrlOf(card, baseUrl ?? '');
  const urls: Partial<Record<Dialect, string>> = {};
  if (base === '') return urls;
  for (const dialect of dialectsOf[card.task]) {
    const path = paths[dialect];
    if (path !== undefined) urls[dialect] = `${base}${path}`;
  }
  return urls;
};

const keyOf = (preset: CompatiblePreset, deps: WireDeps, card: ModelCard): Result<string | undefined, Fault> => {
  const { keyVariables, needsKey } = preset;
  // A variable that the card names is meant.
  if (needsKey || card.endpoint?.apiKeyEnv !== undefined) return readApiKey(deps, card, keyVariables);
  return ok(findApiKey(deps, card, keyVariables));
};

const signWith =
  (preset: CompatiblePreset): ProviderWire['sign'] =>
  (deps, card, request) => {
    const key = keyOf(preset, deps, card);
    if (!key.ok) return key;
    const credentials: Readonly<Record<string, string>> =
      key.value === undefined ? {} : { authorization: `Bearer ${key.value}` };
    return ok({ ...request, headers: { ...request.headers, ...card.endpoint?.headers, ...credentials } });
  };

const load = async (preset: CompatiblePreset, deps: WireDeps, card: ModelCard) => {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const baseURL = baseUrlOf(card, preset.baseUrl ?? '');
  return createOpenAICompatible({
    name: card.provider,
    baseURL,
    fetch: endpointFetch(deps, { card, baseUrl: baseURL, sign: signWith(preset) }),
    includeUsage: true,
    supportsStructuredOutputs: card.json === 'schema',
  });
};

/** Where the server is, by the card or else by the preset. */
export const presetBaseUrl = (preset: CompatiblePreset, card: ModelCard): Result<string, Fault> => {
  const base = baseUrlOf(card, preset.baseUrl ?? '');
  if (base !== '') return ok(base);
  return err(fault('MODELS_BASE_URL_MISSING', { id: card.id, provider: card.provider }));
};

/** The wire of a server that speaks OpenAI's format. */
export const compatibleWire = (preset: CompatiblePreset): ProviderWire => ({
  urls: (card) => urlsOf(preset, card),
  sign: signWith(preset),
  languageModel: (deps, card) => {
    const [base, key] = [presetBaseUrl(preset, card), keyOf(preset, deps, card)];
    if (!base.ok) return base;
    if (!key.ok) return key;
    const { provider, providerModel: modelId } = card;
    const open = async () => (await load(preset, deps, card)).chatModel(modelId);
    return ok(lazyLanguageModel({ provider, modelId }, open));
  },
  readError: readOpenAiError,
  readLimits: readOpenAiLimits,
  ...(preset.usageInStream === undefined ? {} : { usageInStream: preset.usageInStream }),
  ...(preset.keepAliveMs === undefined ? {} : { keepAliveMs: preset.keepAliveMs }),
});

export const openPresetEmbedding = (
  preset: CompatiblePreset,
  deps: WireDeps,
  card: ModelCard,
): Result<EmbeddingModel, Fault> => {
  const base = presetBaseUrl(preset, card);
  if (!base.ok) return base;
  return ok(
    openEmbeddingModel(card, {
      load: async () => (await load(preset, deps, card)).embeddingModel(card.providerModel),
      options: () => ({}),
      readError: readOpenAiError,
    }),
  );
};

export const openPresetRerank = (
  preset: CompatiblePreset,
  deps: WireDeps,
  card: ModelCard,
): Result<RerankModel, Fault> => {
  const base = presetBaseUrl(preset, card);
  if (!base.ok) return base;
  const source = { wire: compatibleWire(preset), card, givesLogits: preset.ranksByLogits === true };
  return ok(openCompatibleRerank(deps, source));
};
