import { err, FaultError, ok, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { fault } from '../errors.ts';
import type { EmbeddingModel } from '../port.ts';
import type { ProviderWire, WireDeps } from '../provider-wire.ts';
import { openEmbeddingModel } from './embedding-model.ts';
import { endpointFetch } from './endpoint-fetch.ts';
import { googleEmbeddingOptions } from './google-embedding-options.ts';
import { readGoogleError } from './google-error.ts';
import { createTokenSource, type TokenSource } from './google-token.ts';
import { lazyLanguageModel } from './lazy-language-model.ts';
import { findCredentials, readServiceAccount } from './service-account.ts';

const regionOf = ({ endpoint, regions }: ModelCard): string => endpoint?.region ?? regions[0] ?? 'global';

/** `eu` and `us` are multi-regions, which keep what they process inside. */
const hostOf = (region: string): string => {
  if (region === 'global') return 'aiplatform.googleapis.com';
  return region === 'eu' || region === 'us'
    ? `aiplatform.${region}.rep.googleapis.com`
    : `${region}-aiplatform.googleapis.com`;
};

const originOf = (card: ModelCard): string =>
  card.endpoint?.baseUrl?.replace(/\/+$/, '') ?? `https://${hostOf(regionOf(card))}`;

const placeOf = (card: ModelCard, project: string): string => `projects/${project}/locations/${regionOf(card)}`;

/** The project of the entry, else of the environment, else of the service account. */
const findProject = async (deps: WireDeps, card: ModelCard): Promise<Result<string, Fault>> => {
  const named = card.endpoint?.project ?? deps.environment.read('GOOGLE_CLOUD_PROJECT');
  if (named !== undefined && named !== '') return ok(named);
  const source = findCredentials(deps, card);
  if (!source.ok) return source;
  const account = await readServiceAccount(deps, card, source.value);
  if (!account.ok) return account;
  const { project_id: project } = account.value;
  if (project !== undefined) return ok(project);
  return err(fault('MODELS_SETTING_MISSING', { id: card.id, setting: 'project', variable: 'GOOGLE_CLOUD_PROJECT' }));
};

const isAnthropic = (modelId: string): boolean => /^(?:anthropic\/)?claude/.test(modelId);
const bareName = (modelId: string): string => modelId.replace(/^(?:google|anthropic)\//, '');

const createSign = ({ token }: TokenSource): ProviderWire['sign'] => {
  return (deps, card, request) => {
    const finish = (found: Result<string, Fault>) =>
      found.ok
        ? ok({
            ...request,
            headers: { ...request.headers, ...card.endpoint?.headers, authorization: `Bearer ${found.value}` },
          })
        : found;
    const found = token(deps, card);
    return found instanceof Promise ? found.then(finish) : finish(found);
  };
};

interface Call {
  readonly deps: WireDeps;
  readonly card: ModelCard;
  readonly sign: ProviderWire['sign'];
}

/** What the AI SDK's providers are made with. A key of its own keeps the library from reading credentials itself. */
const settingsOf = async ({ deps, card, sign }: Call) => {
  const project = await findProject(deps, card);
  if (!project.ok) throw new FaultError(project.error);
  const origin = originOf(card);
  return {
    origin,
    place: placeOf(card, project.value),
    fetch: endpointFetch(deps, { card, baseUrl: origin, sign }),
  };
};

const createGemini = async (call: Call) => {
  const { createGoogleVertex } = await import('@ai-sdk/google-vertex/edge');
  const { origin, place, fetch } = await settingsOf(call);
  return createGoogleVertex({ apiKey: 'replaced', baseURL: `${origin}/v1beta1/${place}/publishers/google`, fetch });
};

const createAnthropic = async (call: Call) => {
  const { createGoogleVertexAnthropic } = await import('@ai-sdk/google-vertex/anthropic/edge');
  const { origin, place, fetch } = await settingsOf(call);
  return createGoogleVertexAnthropic({
    baseURL: `${origin}/v1/${place}/publishers/anthropic/models`,
    generateAuthToken: async () => 'replaced',
    fetch,
  });
};

// Its OpenAI-compatible endpoint names models `publisher/model`, and addresses hold the project.
const urlsOf: ProviderWire['urls'] = (card) => {
  const { project } = card.endpoint ?? {};
  return card.task === 'chat' && project !== undefined && /^(?!anthropic\/)[\w-]+\//.test(card.providerModel)
    ? { 'openai-chat': `${originOf(card)}/v1/${placeOf(card, project)}/endpoints/openapi/chat/completions` }
    : {};
};

/** Vertex AI with a service account: Gemini, and Anthropic's models. */
export const createVertex = (tokens: TokenSource = createTokenSource()) => {
  const sign = createSign(tokens);
  const wire: ProviderWire = {
    urls: urlsOf,
    sign,
    languageModel: (deps, card) => {
      const source = findCredentials(deps, card);
      if (!source.ok) return source;
      const modelId = bareName(card.providerModel);
      return ok(
        lazyLanguageModel({ provider: 'google-vertex', modelId }, async () => {
          const create = isAnthropic(modelId) ? createAnthropic : createGemini;
          return (await create({ deps, card, sign })).languageModel(modelId);
        }),
      );
    },
    readError: readGoogleError,
    readLimits: () => ({}),
  };
  const openEmbedding = (deps: WireDeps, card: ModelCard): EmbeddingModel =>
    openEmbeddingModel(card, {
      load: async () => (await createGemini({ deps, card, sign })).embeddingModel(bareName(card.providerModel)),
      options: (kind) => ({ googleVertex: googleEmbeddingOptions(card, kind) }),
      readError: readGoogleError,
      // Gemini's takes one text a call; the others take 20,000 tokens, which is 25 long passages.
      batch: card.providerModel.includes('gemini') ? 1 : 25,
    });
  return { wire, openEmbedding };
};
