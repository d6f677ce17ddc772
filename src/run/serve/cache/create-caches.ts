import type { ClockDep } from '#kernel';
import { createExactCache, type ExactCache } from './exact-cache.ts';
import type { OpenEmbedding } from './port.ts';
import { createSemanticCache, type SemanticCache } from './semantic-cache.ts';

/** The answer caches of one process. */
export interface Caches {
  readonly exact: ExactCache;
  readonly semantic: SemanticCache;
  /** Forgets every answer: after an erasure nothing that was made from the erased may be said again. */
  readonly clear: () => void;
}

export interface CachesDeps extends ClockDep {
  readonly openEmbedding: OpenEmbedding;
  readonly random: () => number;
}

/** Half of the bytes for each kind. */
export const createCaches = (
  deps: CachesDeps,
  { cacheBytes, cacheEntries }: { readonly cacheBytes: number; readonly cacheEntries: number },
): Caches => {
  const half = Math.floor(cacheBytes / 2);
  const exact = createExactCache(deps, { maximumEntries: cacheEntries, maximumBytes: half });
  const semantic = createSemanticCache(deps, { maximumBytes: half });
  return {
    exact,
    semantic,
    clear: () => {
      exact.clear();
      semantic.clear();
    },
  };
};
