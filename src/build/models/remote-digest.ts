import { hashOf, shortHash } from '#kernel';
import type { ModelCard } from './contract.ts';

const isCredential = (header: string): boolean => /auth|cookie|key|secret|token/i.test(header);

/** Scheme, host, port and path: a user, a password or a key in a URL is not part of what answers. */
const placeOf = (baseUrl: string): string => {
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${pathname.replace(/\/$/, '')}`;
};

/**
 * Names a model by the server that answers: the same name somewhere else is another model. Secrets, and the names of
 * the variables that hold them, are never part of it.
 */
export const remoteDigest = ({ provider, providerModel, endpoint = {} }: ModelCard): string => {
  const { baseUrl, apiKeyEnv: _, headers = {}, ...rest } = endpoint;
  const sent = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const place = {
    provider,
    ...rest,
    baseUrl: baseUrl === undefined ? null : placeOf(baseUrl),
    headers: Object.fromEntries(sent.filter(([name]) => !isCredential(name))),
  };
  return `${providerModel}@${shortHash(hashOf(place))}`;
};
