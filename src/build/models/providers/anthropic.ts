import { ok } from '#kernel';
import { z } from 'zod';
import type { ModelCard } from '../contract.ts';
import type { ProviderWire, RateLimitState, WireDeps, WireError } from '../provider-wire.ts';
import { readApiKey } from './api-key.ts';
import { baseUrlOf } from './base-url.ts';
import { endpointFetch } from './endpoint-fetch.ts';
import { askedWaitMs, countIn, untilMs } from './header-times.ts';
import { lazyLanguageModel } from './lazy-language-model.ts';

const usualBase = 'https://api.anthropic.com/v1';
const usualVariables = ['ANTHROPIC_API_KEY'];
/** For clients that say none: the version in which `temperature` may be sent. */
const version = '2023-06-01';

const errorSchema = z.object({ error: z.object({ type: z.string().catch(''), message: z.string().catch('') }) });

const parse = (body: Uint8Array): { readonly type: string; readonly message: string } => {
  try {
    const { data } = errorSchema.safeParse(JSON.parse(new TextDecoder().decode(body.subarray(0, 64 * 1024))));
    return data?.error ?? { type: '', message: '' };
  } catch {
    return { type: '', message: '' };
  }
};

const isAccount = (status: number, type: string, message: string): boolean =>
  [401, 402, 403].includes(status) || type === 'billing_error' || /credit balance is too low/i.test(message);

const kindOf = (status: number, { type, message }: ReturnType<typeof parse>): WireError['kind'] => {
  // An error in a stream has no status of its own.
  if (type === 'overloaded_error' || status === 529 || status === 503) return 'overloaded';
  if (type === 'rate_limit_error' || status === 429) return 'limit';
  // A model that this key does not have is found nowhere.
  if (isAccount(status, type, message) || status === 404) return 'credentials';
  if (status === 413 || /prompt is too long|exceed.{1,40}context/i.test(message)) return 'context';
  if (/content filtering policy|blocked by/i.test(message)) return 'policy';
  return status >= 500 ? 'failed' : 'invalid';
};

const readError: ProviderWire['readError'] = (status, headers, body) => {
  const said = parse(body);
  const retryAfterMs = askedWaitMs(headers);
  return {
    kind: kindOf(status, said),
    message: said.message === '' ? `HTTP ${status}` : said.message.slice(0, 2000),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
};

/** `anthropic-ratelimit-*`; resets are moments, counted from the answer's own `date`. */
const readLimits = (headers: Readonly<Record<string, string>>): RateLimitState => {
  const remainingRequests = countIn(headers, 'anthropic-ratelimit-requests-remaining');
  const inputs = countIn(headers, 'anthropic-ratelimit-input-tokens-remaining', 'anthropic-ratelimit-tokens-remaining');
  const name = remainingRequests === 0 ? 'requests' : 'tokens';
  const resetMs = untilMs(headers, headers[`anthropic-ratelimit-${name}-reset`]);
  return {
    ...(remainingRequests === undefined ? {} : { remainingRequests }),
    ...(inputs === undefined ? {} : { remainingTokens: inputs }),
    ...(resetMs === undefined ? {} : { resetMs }),
  };
};

const placeholder = 'replaced';

const load = async (deps: WireDeps, card: ModelCard) => {
  const { createAnthropic } = await import('@ai-sdk/anthropic');
  const baseUrl = baseUrlOf(card, usualBase);
  const fetch = endpointFetch(deps, { card, baseUrl, sign: anthropicWire.sign });
  return createAnthropic({ apiKey: placeholder, baseURL: baseUrl, fetch }).languageModel(card.providerModel);
};

/** The Messages API of Anthropic. */
export const anthropicWire: ProviderWire = {
  urls: (card) => ({ 'anthropic-messages': `${baseUrlOf(card, usualBase)}/messages` }),
  sign: (deps, card, request) => {
    const key = readApiKey(deps, card, usualVariables);
    if (!key.ok) return key;
    const headers = { 'anthropic-version': version, ...request.headers, ...card.endpoint?.headers };
    return ok({ ...request, headers: { ...headers, 'x-api-key': key.value } });
  },
  languageModel: (deps, card) => {
    const key = readApiKey(deps, card, usualVariables);
    if (!key.ok) return key;
    return ok(lazyLanguageModel({ provider: 'anthropic', modelId: card.providerModel }, () => load(deps, card)));
  },
  readError,
  readLimits,
  keepAliveMs: 50_000,
};
