import { err, ok, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { engineFault } from '../engine-fault.ts';
import { locateModel } from '../locate-model.ts';
import type { InferenceDep, RerankModel, WeightsDep } from '../port.ts';

/** A reranker in GGUF (for instance bge-reranker or Qwen3-Reranker), in a child process. */
export const openLocalRerank = async (
  deps: InferenceDep & WeightsDep,
  card: ModelCard,
): Promise<Result<RerankModel, Fault>> => {
  const located = await locateModel(deps, card);
  if (!located.ok) return located;
  const { engine, digest } = located.value;
  return ok({
    card,
    digest,
    rank: async (query, documents, options = {}) => {
      options.signal?.throwIfAborted();
      if (documents.length === 0) return ok([]);
      const ranked = await deps.inference.rank(engine, { query, documents }, options);
      return ranked.ok ? ranked : err(engineFault(card.id, ranked.error));
    },
  });
};
