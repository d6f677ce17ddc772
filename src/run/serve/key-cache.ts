import { sha256, type ApiKey, type ApiKeysDep, type ClockDep } from '#kernel';

export interface KeyCacheOptions {
  readonly freshMs?: number;
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
  { freshMs = 5000, maximumKeys = 10_000 }: KeyCacheOptions = {},
) => {
  const knownByDigest = new Map<string, Known>();

  const remember = (key: string, owner: ApiKey | undefined): ApiKey | undefined => {
    knownByDigest.delete(key);
    knownByDigest.set(key, { owner, at: clock.now() });
    const [oldest] = knownByDigest.keys();
    if (knownByDigest.size > maximumKeys && oldest !== undefined) knownByDigest.delete(oldest);
    return owner;
  };

  return {
    /** The key, or undefined when it must be refused. */
    authenticate: async (token: string): Promise<ApiKey | undefined> => {
      const key = sha256(token);
      const known = knownByDigest.get(key);
      if (known !== undefined && clock.now() - known.at < freshMs) return known.owner;
      try {
        return remember(key, await apiKeys.verify(token));
      } catch {
        return known?.owner;
      }
    },
    /** Forgets everything, for instance after a key was revoked here. */
    forget: (): void => knownByDigest.clear(),
  };
};
