import { FaultError, sha256, type ApiKey, type ApiKeysDep, type ClockDep } from '#kernel';
import { serveFaults } from './errors.ts';

export interface KeyCacheOptions {
  readonly freshMs?: number;
  /** How long a store that does not answer is waited for before a key that was seen before passes. */
  readonly patienceMs?: number;
  readonly maximumKeys?: number;
  /** Keys never seen before that are looked up within a second; a flood of wrong keys must not reach the store. */
  readonly strangersPerSecond?: number;
}

interface Known {
  readonly owner: ApiKey | undefined;
  readonly at: number;
}

type Found = ApiKey | undefined;

/** Wrong keys are kept apart, so that a flood of them cannot push out the right ones. */
const createShelf = (maximum: number) => {
  const byDigest = new Map<string, Known>();
  return {
    get: (digest: string): Known | undefined => byDigest.get(digest),
    put: (digest: string, known: Known): void => {
      byDigest.delete(digest);
      byDigest.set(digest, known);
      const [oldest] = byDigest.keys();
      if (byDigest.size > maximum && oldest !== undefined) byDigest.delete(oldest);
    },
    delete: (digest: string): void => void byDigest.delete(digest),
    clear: (): void => byDigest.clear(),
  };
};

/** Lets `perSecond` through in each second. */
const createGate = ({ clock }: ClockDep, perSecond: number) => {
  let [second, passed] = [0, 0];
  return (): boolean => {
    const now = Math.floor(clock.monotonic() / 1000);
    if (now !== second) [second, passed] = [now, 0];
    passed += 1;
    return passed <= perSecond;
  };
};

/**
 * Remembers who a key belongs to for a few seconds, so that a request costs no round trip. While the store does
 * not answer, keys seen before stay valid; unknown ones are refused. Only digests of keys are held.
 */
export const createKeyCache = (
  { clock, apiKeys }: ClockDep & ApiKeysDep,
  { freshMs = 5000, patienceMs = 500, maximumKeys = 10_000, strangersPerSecond = 200 }: KeyCacheOptions = {},
) => {
  const [right, wrong] = [createShelf(maximumKeys), createShelf(maximumKeys)];
  const lookUps = new Map<string, Promise<Found>>();
  const isOpen = createGate({ clock }, strangersPerSecond);

  const remember = (digest: string, owner: Found): Found => {
    const [shelf, other] = owner === undefined ? [wrong, right] : [right, wrong];
    shelf.put(digest, { owner, at: clock.now() });
    other.delete(digest);
    return owner;
  };

  const ask = (digest: string, token: string): Promise<Found> => {
    const asked =
      lookUps.get(digest) ??
      apiKeys
        .verify(token)
        .then((owner) => remember(digest, owner))
        .finally(() => lookUps.delete(digest));
    lookUps.set(digest, asked);
    return asked;
  };

  const askWithPatience = (digest: string, token: string, owner: Found): Promise<Found> => {
    const { promise: late, resolve } = Promise.withResolvers<Found>();
    const goOn = (): Found => remember(digest, owner);
    const timer = setTimeout(() => resolve(goOn()), patienceMs);
    return Promise.race([ask(digest, token), late])
      .catch(goOn)
      .finally(() => clearTimeout(timer));
  };

  const lookUp = async (digest: string, token: string, known: Known | undefined): Promise<Found> => {
    if (known?.owner !== undefined) return askWithPatience(digest, token, known.owner);
    if (!lookUps.has(digest) && !isOpen()) throw new FaultError(serveFaults.fault('SERVE_KEYS_FLOODED'));
    return known === undefined ? ask(digest, token) : askWithPatience(digest, token, undefined);
  };

  return {
    /**
     * The key, or undefined when it must be refused; a promise only when it has to be looked up. Rejects for an
     * unknown key while the store is away.
     */
    authenticate: (token: string): Found | Promise<Found> => {
      const digest = sha256(token);
      const known = right.get(digest) ?? wrong.get(digest);
      if (known !== undefined && clock.now() - known.at < freshMs) return known.owner;
      return lookUp(digest, token, known);
    },
    /** Forgets everything, for instance after a key was revoked here. */
    forget: (): void => {
      right.clear();
      wrong.clear();
    },
  };
};
