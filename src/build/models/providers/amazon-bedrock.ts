import { err, FaultError, ok, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { fault } from '../errors.ts';
import type { EmbeddingModel, EnvironmentDep } from '../port.ts';
import type { ProviderWire, WireDeps, WireRequest } from '../provider-wire.ts';
import { readBedrockError } from './amazon-bedrock-error.ts';
import { limitFrames, markCutStreams } from './amazon-bedrock-stream.ts';
import { awsAuthorization, awsDate, type AwsCredentials } from './aws-signature.ts';
import { openEmbeddingModel } from './embedding-model.ts';
import { endpointFetch } from './endpoint-fetch.ts';
import { lazyLanguageModel } from './lazy-language-model.ts';

type Credentials = { readonly bearer: string } | AwsCredentials;

/** What the entry says comes first: it also says where prompts may be processed. */
const regionOf = ({ endpoint, regions }: ModelCard, environment?: EnvironmentDep['environment']): string | undefined =>
  endpoint?.region ?? regions[0] ?? environment?.read('AWS_REGION') ?? environment?.read('AWS_DEFAULT_REGION');

const hostOf = (region: string): string =>
  `bedrock-runtime.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

const baseUrlOf = ({ endpoint }: ModelCard, region: string): string =>
  endpoint?.baseUrl?.replace(/\/+$/, '') ?? `https://${hostOf(region)}`;

const placeOf = ({ environment }: EnvironmentDep, card: ModelCard) => {
  const region = regionOf(card, environment);
  return region === undefined
    ? err(fault('MODELS_SETTING_MISSING', { id: card.id, setting: 'region', variable: 'AWS_REGION' }))
    : ok({ region, baseUrl: baseUrlOf(card, region) });
};

const readAccessKey = (read: (name: string) => string): AwsCredentials | undefined => {
  const [accessKeyId, secretAccessKey] = [read('AWS_ACCESS_KEY_ID'), read('AWS_SECRET_ACCESS_KEY')];
  const sessionToken = read('AWS_SESSION_TOKEN');
  if (accessKeyId === '' || secretAccessKey === '') return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken === '' ? {} : { sessionToken }) };
};

/** An API key of Bedrock, else the access key of an account; a variable that the entry names is the only one read. */
const readCredentials = ({ environment }: EnvironmentDep, { id, endpoint }: ModelCard): Result<Credentials, Fault> => {
  const read = (name: string): string => environment.read(name)?.trim() ?? '';
  const { apiKeyEnv } = endpoint ?? {};
  const variable = apiKeyEnv ?? 'AWS_BEARER_TOKEN_BEDROCK';
  const bearer = read(variable);
  if (bearer !== '') return ok({ bearer });
  const accessKey = apiKeyEnv === undefined ? readAccessKey(read) : undefined;
  return accessKey === undefined ? err(fault('MODELS_KEY_MISSING', { id, variable })) : ok(accessKey);
};

/** Proxies change other headers on the way, so that only these are signed. */
const signedHeaders = ({ url, headers }: WireRequest, date: string, token: string | undefined) => ({
  host: new URL(url).host,
  'x-amz-date': date,
  ...(headers['content-type'] === undefined ? {} : { 'content-type': headers['content-type'] }),
  ...(token === undefined ? {} : { 'x-amz-security-token': token }),
});

const sign: ProviderWire['sign'] = ({ environment, clock }, card, request) => {
  const [credentials, place] = [readCredentials({ environment }, card), placeOf({ environment }, card)];
  if (!credentials.ok) return credentials;
  if (!place.ok) return place;
  const headers = { ...request.headers, ...card.endpoint?.headers };
  if ('bearer' in credentials.value)
    return ok({ ...request, headers: { ...headers, authorization: `Bearer ${credentials.value.bearer}` } });
  const date = awsDate(clock.now());
  const signed = signedHeaders({ ...request, headers }, date, credentials.value.sessionToken);
  const scope = { region: place.value.region, service: 'bedrock', date };
  const authorization = awsAuthorization({ ...request, headers: signed }, credentials.value, scope);
  const { host: _, ...added } = signed;
  return ok({ ...request, headers: { ...headers, ...added, authorization } });
};

const createProvider = async (
  deps: WireDeps,
  card: ModelCard,
  { region, baseUrl }: { region: string; baseUrl: string },
) => {
  const { createAmazonBedrock } = await import('@ai-sdk/amazon-bedrock');
  const call = endpointFetch(deps, { card, baseUrl, sign });
  return createAmazonBedrock({
    region,
    baseURL: baseUrl,
    // With a key of its own the library signs nothing; `sign` puts the real credentials in its place.
    apiKey: 'replaced',
    fetch: async (input, init) => limitFrames(await call(input, init)),
  });
};

const speaksOpenAi = ({ task, providerModel }: ModelCard): boolean =>
  task === 'chat' && /(?:^|\.)openai\.gpt-oss/.test(providerModel);

/** Bedrock's runtime: Converse for every model, OpenAI's dialect for OpenAI's open models. */
export const bedrockWire: ProviderWire = {
  urls: (card) => {
    const region = regionOf(card);
    return region !== undefined && speaksOpenAi(card)
      ? { 'openai-chat': `${baseUrlOf(card, region)}/openai/v1/chat/completions` }
      : {};
  },
  sign,
  languageModel: (deps, card) => {
    const [credentials, place] = [readCredentials(deps, card), placeOf(deps, card)];
    if (!credentials.ok) return credentials;
    if (!place.ok) return place;
    const modelId = card.providerModel;
    return ok(
      lazyLanguageModel({ provider: 'amazon-bedrock', modelId }, async () => {
        const provider = await createProvider(deps, card, place.value);
        return markCutStreams(provider.languageModel(modelId));
      }),
    );
  },
  readError: readBedrockError,
  readLimits: () => ({}),
};

const inputTypes = { query: 'search_query', passage: 'search_document' } as const;
const purposes = { query: 'TEXT_RETRIEVAL', passage: 'GENERIC_INDEX' } as const;

/** Titan, Cohere or Nova by its name; each reads the options that it knows. */
const embeddingOptions = ({ providerModel, dimensions }: ModelCard, kind: keyof typeof inputTypes) => {
  if (providerModel.includes('cohere.embed-'))
    return { inputType: inputTypes[kind], ...(providerModel.includes('embed-v4') && { outputDimension: dimensions }) };
  if (providerModel.includes('nova')) return { embeddingPurpose: purposes[kind], embeddingDimension: dimensions };
  return providerModel.includes('titan-embed-text-v1') ? {} : { dimensions, normalize: true };
};

export const openBedrockEmbedding = (deps: WireDeps, card: ModelCard): EmbeddingModel =>
  openEmbeddingModel(card, {
    load: async () => {
      const place = placeOf(deps, card);
      if (!place.ok) throw new FaultError(place.error);
      return (await createProvider(deps, card, place.value)).embeddingModel(card.providerModel);
    },
    options: (kind) => ({ amazonBedrock: embeddingOptions(card, kind) }),
    readError: readBedrockError,
  });
