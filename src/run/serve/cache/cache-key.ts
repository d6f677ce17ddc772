import { hash } from 'node:crypto';
import { canonicalJson, type Json } from '#kernel';
import type { CacheRequest } from './port.ts';

type Body = { readonly [key: string]: Json };

/**
 * The only fields of a body that do not change the answer. Everything else, known to us or not, is part of the key:
 * a field that was forgotten would give somebody the wrong answer.
 */
export const ignoredFields: ReadonlySet<string> = new Set([
  'user',
  'safety_identifier',
  'metadata',
  'prompt_cache_key',
  'service_tier',
  'store',
]);

const digest = (parts: readonly string[]): string => hash('sha256', parts.join('\0'), 'base64url');

const scope = ({ route, model, dialect, tenant, version }: CacheRequest): readonly string[] => [
  tenant,
  route,
  model,
  dialect,
  version,
];

/** SHA-256 over the scope and the canonical body without `ignoredFields`. */
export const exactKey = (request: CacheRequest, body: Body): string => {
  const kept = Object.fromEntries(Object.entries(body).filter(([name]) => !ignoredFields.has(name)));
  return digest([...scope(request), canonicalJson(kept)]);
};

/** A cheaper key of the very same bytes: a short way to a canonical key that was computed before. */
export const rawKey = (request: CacheRequest): string =>
  digest([...scope(request), hash('sha256', request.raw, 'base64url')]);

/** Why an answer to this body must not be kept; undefined when it may. */
export const reasonNotToCache = (body: Body, { sampled }: { readonly sampled: boolean }): string | undefined => {
  if (body['store'] === true) return 'the request stores its answer at the provider';
  if (typeof body['n'] === 'number' && body['n'] > 1) return 'it asks for several answers';
  if (body['previous_response_id'] !== undefined) return 'it goes on from a stored answer';
  const { temperature } = body;
  if (!sampled && temperature !== 0 && !isEmbedding(body)) return 'its temperature is not 0';
  return undefined;
};

const isEmbedding = (body: Body): boolean => body['messages'] === undefined && body['prompt'] === undefined;
