import { sha256, type ApiKey, type ApiKeysDep, type ClockDep } from '#kernel';

export interface KeyCacheOptions {
  readonly freshMs?: number;
  /** How long a store that does not answer is waited for before a key that was seen before passes. */
  readonly patienceMs?: number;
  readonly maximumKeys?: number;
}

interface Known {
  readonly owner: ApiKey | undefined;
  readonly at: number;
}

/**
 * Remembers who a key belongs to for a few seconds, so that a request costs no round trip. While the store does
 * not answer, keys seen before stay valid; unknown ones are refused. Only digests of keys are held.
 */
export const createKeyCache = (
  { clock, apiKeys }: ClockDep & ApiKeysDep,
  { freshMs = 5000, patienceMs = 500, maximumKeys = 10_000 }: KeyCacheOptions = {},
) => {
  const knownByDigest = new Map<string, Known>();

  const remember = (key: string, owner: ApiKey | undefined): ApiKey | undefined => {
    knownByDigest.delete(key);
    knownByDigest.set(key, { owner, at: clock.now() });
    const [oldest] = knownByDigest.keys();
    if (knownByDigest.size > maximumKeys && oldest !== undefined) knownByDigest.delete(oldest);
    return owner;
  };

  const lookUp = async (token: string, known: Known | undefined): Promise<ApiKey | undefined> => {
    const key = sha256(token);
    const found = apiKeys.verify(token).then((owner) => remember(key, owner));
    if (known === undefined) return found;
    const { promise: late, resolve } = Promise.withResolvers<ApiKey | undefined>();
    const goOn = (): ApiKey | undefined => remember(key, known.owner);
    const timer = setTimeout(() => resolve(goOn()), patienceMs);
    return Promise.race([found, late])
      .catch(goOn)
      .finally(() => clearTimeout(timer));
  };

  return {
    /** The key, or undefined when it must be refused. Rejects for an unknown key while the store is away. */
    authenticate: async (token: string): Promise<ApiKey | undefined> => {
      const known = knownByDigest.get(sha256(token));
      return known !== undefined && clock.now() - known.at < freshMs ? known.owner : lookUp(token, known);
    },
    /** Forgets everything, for instance after a key was revoked here. */
    forget: (): void => knownByDigest.clear(),
  };
};
