import { err, ok, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { fault } from '../errors.ts';
import type { EmbeddingModel } from '../port.ts';
import type { Dialect, ProviderWire, WireDeps } from '../provider-wire.ts';
import { readApiKey } from './api-key.ts';
import { openEmbeddingModel } from './embedding-model.ts';
import { endpointFetch } from './endpoint-fetch.ts';
import { lazyLanguageModel } from './lazy-language-model.ts';
import { readOpenAiError } from './openai-error.ts';
import { readOpenAiLimits } from './openai-limits.ts';

const usualVariables = ['AZURE_OPENAI_API_KEY', 'AZURE_API_KEY'];
const endpointVariable = 'AZURE_OPENAI_ENDPOINT';
const placeholder = 'replaced';

/** Where a deployment answers. */
interface Place {
  readonly baseUrl: string;
  /** `?api-version=...`, or nothing for the interface that has no versions. */
  readonly query: string;
}

const v1 = '/openai/v1';

/**
 * With an `apiVersion` the deployment is in the path; without one it is the `model` of `/openai/v1`, which resources of
 * Azure OpenAI and of AI Foundry both have.
 */
const placeOf = (card: ModelCard, given: string): Place => {
  const { endpoint = {}, providerModel } = card;
  const base = given.endsWith('/') ? given.slice(0, -1) : given;
  if (endpoint.apiVersion === undefined) return { baseUrl: base.endsWith(v1) ? base : `${base}${v1}`, query: '' };
  const deployment = encodeURIComponent(endpoint.deployment ?? providerModel);
  return {
    baseUrl: `${base}/openai/deployments/${deployment}`,
    query: `?api-version=${encodeURIComponent(endpoint.apiVersion)}`,
  };
};

const findPlace = ({ environment }: WireDeps, card: ModelCard): Result<Place, Fault> => {
  const given = card.endpoint?.baseUrl ?? environment.read(endpointVariable)?.trim();
  if (given !== undefined && given !== '') return ok(placeOf(card, given));
  return err(fault('MODELS_SETTING_MISSING', { id: card.id, setting: 'baseUrl', variable: endpointVariable }));
};

const load = async (deps: WireDeps, card: ModelCard, { baseUrl, query }: Place) => {
  const { createOpenAI } = await import('@ai-sdk/openai');
  const call = endpointFetch(deps, { card, baseUrl, sign: azureOpenAiWire.sign });
  const fetch: typeof globalThis.fetch = (input, init) =>
    call(`${input instanceof Request ? input.url : String(input)}${query}`, init);
  return createOpenAI({ apiKey: placeholder, baseURL: baseUrl, fetch });
};

const modelIdOf = ({ endpoint, providerModel }: ModelCard): string => endpoint?.deployment ?? providerModel;

/** Azure OpenAI and AI Foundry. Translations go to chat completions, which every model of Foundry has. */
export const azureOpenAiWire: ProviderWire = {
  urls: (card) => {
    // Where only the environment knows the place, everything is translated.
    if (card.endpoint?.baseUrl === undefined) return {};
    const place = placeOf(card, card.endpoint.baseUrl);
    const at = (path: string): string => `${place.baseUrl}/${path}${place.query}`;
    if (card.task !== 'chat') return { 'openai-embeddings': at('embeddings') };
    const urls: Partial<Record<Dialect, string>> = { 'openai-chat': at('chat/completions') };
    return place.query === '' ? { ...urls, 'openai-responses': at('responses') } : urls;
  },
  sign: (deps, card, request) => {
    const key = readApiKey(deps, card, usualVariables);
    if (!key.ok) return key;
    return ok({ ...request, headers: { ...request.headers, ...card.endpoint?.headers, 'api-key': key.value } });
  },
  languageModel: (deps, card) => {
    const [place, key] = [findPlace(deps, card), readApiKey(deps, card, usualVariables)];
    if (!place.ok) return place;
    if (!key.ok) return key;
    const modelId = modelIdOf(card);
    const open = async () => (await load(deps, card, place.value)).chat(modelId);
    return ok(lazyLanguageModel({ provider: 'azure-openai', modelId }, open));
  },
  readError: readOpenAiError,
  readLimits: readOpenAiLimits,
  keepAliveMs: 50_000,
};

export const openAzureEmbedding = (deps: WireDeps, card: ModelCard): Result<EmbeddingModel, Fault> => {
  const place = findPlace(deps, card);
  if (!place.ok) return place;
  return ok(
    openEmbeddingModel(card, {
      load: async () => (await load(deps, card, place.value)).embeddingModel(modelIdOf(card)),
      options: () => ({}),
      readError: readOpenAiError,
    }),
  );
};
