import { err, ok, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { fault } from '../errors.ts';
import type { EmbeddingModel, EnvironmentDep } from '../port.ts';
import type { ProviderWire, WireDeps } from '../provider-wire.ts';
import { openEmbeddingModel } from './embedding-model.ts';
import { endpointFetch } from './endpoint-fetch.ts';
import { googleEmbeddingOptions } from './google-embedding-options.ts';
import { readGoogleError } from './google-error.ts';
import { lazyLanguageModel } from './lazy-language-model.ts';

const usualVariables = ['GEMINI_API_KEY', 'GOOGLE_API_KEY'];

const baseUrlOf = ({ endpoint }: ModelCard): string =>
  endpoint?.baseUrl?.replace(/\/+$/, '') ?? 'https://generativelanguage.googleapis.com/v1beta';

const readKey = ({ environment }: EnvironmentDep, { id, endpoint }: ModelCard): Result<string, Fault> => {
  const names = endpoint?.apiKeyEnv === undefined ? usualVariables : [endpoint.apiKeyEnv];
  const key = names.map((name) => environment.read(name)?.trim() ?? '').find((value) => value !== '');
  return key === undefined ? err(fault('MODELS_KEY_MISSING', { id, variable: names[0] ?? '' })) : ok(key);
};

/** The library wants a key of its own; `sign` puts the real one in its place. */
const placeholder = 'replaced';

const createProvider = async (deps: WireDeps, card: ModelCard) => {
  const { createGoogle } = await import('@ai-sdk/google');
  const baseUrl = baseUrlOf(card);
  const fetch = endpointFetch(deps, { card, baseUrl, sign: googleWire.sign });
  return createGoogle({ apiKey: placeholder, baseURL: baseUrl, fetch });
};

/** The Gemini API. Its OpenAI-compatible endpoint takes the bytes of clients that speak that dialect. */
export const googleWire: ProviderWire = {
  urls: (card) =>
    card.task === 'chat'
      ? { 'openai-chat': `${baseUrlOf(card)}/openai/chat/completions` }
      : { 'openai-embeddings': `${baseUrlOf(card)}/openai/embeddings` },
  sign: (deps, card, request) => {
    const key = readKey(deps, card);
    if (!key.ok) return key;
    const credentials: Readonly<Record<string, string>> = request.url.startsWith(`${baseUrlOf(card)}/openai/`)
      ? { authorization: `Bearer ${key.value}` }
      : { 'x-goog-api-key': key.value };
    return ok({ ...request, headers: { ...request.headers, ...card.endpoint?.headers, ...credentials } });
  },
  languageModel: (deps, card) => {
    const key = readKey(deps, card);
    if (!key.ok) return key;
    const modelId = card.providerModel;
    return ok(
      lazyLanguageModel({ provider: 'google', modelId }, async () => (await createProvider(deps, card)).chat(modelId)),
    );
  },
  readError: readGoogleError,
  readLimits: () => ({}),
};

/** Gemini's embeddings; queries and passages are told apart. */
export const openGoogleEmbedding = (deps: WireDeps, card: ModelCard): EmbeddingModel =>
  openEmbeddingModel(card, {
    load: async () => (await createProvider(deps, card)).embeddingModel(card.providerModel),
    options: (kind) => ({ google: googleEmbeddingOptions(card, kind) }),
    readError: readGoogleError,
  });
