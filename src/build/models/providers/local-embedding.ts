import { err, ok, type Fault, type Result } from '#kernel';
import type { ModelCard } from '../contract.ts';
import { engineFault } from '../engine-fault.ts';
import { locateModel } from '../locate-model.ts';
import { createLru } from '../lru.ts';
import type { EmbeddingModel, InferenceDep, WeightsDep } from '../port.ts';

/** Questions whose vectors are kept: they come back when several strategies answer the same ones. */
const keptQueries = 512;

/** An embedding model in a child process: weights from the models folder, or bundled in a package. */
export const openLocalEmbedding = async (
  deps: InferenceDep & WeightsDep,
  card: ModelCard,
): Promise<Result<EmbeddingModel, Fault>> => {
  const located = await locateModel(deps, card);
  if (!located.ok) return located;
  const { engine, digest } = located.value;
  const queries = createLru<Float32Array>(keptQueries);
  return ok({
    card,
    digest,
    dimensions: card.dimensions,
    embed: async (texts, { kind, signal }) => {
      signal?.throwIfAborted();
      const known = texts.map((text) => (kind === 'query' ? queries.get(text) : undefined));
      const missing = texts.filter((_, index) => known[index] === undefined);
      if (missing.length === 0) return ok(known.flatMap((vector) => vector ?? []));
      const embedded = await deps.inference.embed(engine, missing, signal === undefined ? {} : { signal });
      if (!embedded.ok) return err(engineFault(card.id, embedded.error));
      const fresh = embedded.value.values();
      return ok(
        texts.map((text, index) => {
          const vector = known[index] ?? fresh.next().value ?? new Float32Array(card.dimensions);
          if (kind === 'query') queries.set(text, vector);
          return vector;
        }),
      );
    },
  });
};
