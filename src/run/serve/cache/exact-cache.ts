import type { ClockDep } from '#kernel';
import { createByteLru } from './byte-lru.ts';
import { exactKey, rawKey, reasonNotToCache } from './cache-key.ts';
import type { CachedAnswer, CacheRequest } from './port.ts';

export interface ExactCacheOptions {
  readonly maximumEntries: number;
  readonly maximumBytes: number;
}

export interface ExactSettings {
  readonly ttlSeconds: number;
  readonly sampled: boolean;
}

/** That an answer may be kept, and the answer when there is one. */
export interface ExactLookup {
  readonly answer: CachedAnswer | undefined;
}

/** Answers by the whole request. Nothing in it waits. */
export interface ExactCache {
  /** Undefined when the request must not be cached. */
  readonly find: (request: CacheRequest, settings: ExactSettings) => ExactLookup | undefined;
  /** Keeps an answer under the model that gave it: what a fallback said in an outage is not the first choice's answer. */
  readonly keep: (request: CacheRequest, answer: CachedAnswer, settings: ExactSettings) => void;
  readonly clear: () => void;
  readonly counts: () => {
    readonly entries: number;
    readonly bytes: number;
    readonly hits: number;
    readonly misses: number;
  };
}

const weigh = ({ bytes }: CachedAnswer): number => bytes.length + 200;

/** Keeps the answers of one process within bounds. */
export const createExactCache = ({ clock }: ClockDep, options: ExactCacheOptions): ExactCache => {
  const answers = createByteLru<CachedAnswer>({ ...options, weigh, now: clock.now });
  const keys = createByteLru<string>({
    maximumEntries: options.maximumEntries,
    maximumBytes: Infinity,
    weigh: () => 0,
    now: clock.now,
  });
  let [hits, misses] = [0, 0];

  /** Empty text: this request must not be cached. */
  const keyOf = (request: CacheRequest, { sampled, ttlSeconds }: ExactSettings): string => {
    const raw = rawKey(request);
    const known = keys.get(raw);
    if (known !== undefined) return known;
    const body = request.body();
    const isCached = body !== undefined && reasonNotToCache(body, { sampled }) === undefined;
    const key = isCached ? exactKey(request, body) : '';
    keys.set(raw, key, ttlSeconds * 1000);
    return key;
  };

  return {
    find: (request, settings) => {
      const key = keyOf(request, settings);
      if (key === '') return undefined;
      const answer = answers.get(key);
      if (answer === undefined) misses += 1;
      else hits += 1;
      return { answer };
    },
    keep: (request, answer, settings) => {
      const key = keyOf({ ...request, model: answer.model }, settings);
      if (key !== '') answers.set(key, answer, settings.ttlSeconds * 1000);
    },
    clear: () => {
      answers.clear();
      keys.clear();
    },
    counts: () => ({ ...answers.counts(), hits, misses }),
  };
};
