import { err, ok, type Fault, type Result } from '#kernel';
import type { EmbeddingModel, ModelsDep } from '#build/models';
import type { Chunk, IndexRecord, Passage } from './contract.ts';
import { knowledgeFaults } from './errors.ts';
import { fuseHits, type FusedHit } from './fuse-hits.ts';
import type { IndexHit, Retriever, RetrieverDep, SearchRequest, VectorIndexDep } from './port.ts';

type SearchOptions = Parameters<Retriever['search']>[1];

/** Best of 0.2 to 0.7 on the example's development questions; see docs/decisions. */
const defaultDenseWeight = 0.3;

const candidatesFor = (k: number): number => Math.min(200, Math.max(50, k * 4));

const toPassages = (chunks: readonly Chunk[], hits: readonly FusedHit[]): readonly Passage[] => {
  const hitsById = new Map(hits.map((hit) => [hit.id, hit]));
  return chunks.map((chunk, index) => {
    const { score = 0, similarity, bm25 } = hitsById.get(chunk.id) ?? {};
    return {
      ...chunk,
      rank: index + 1,
      score,
      ...(similarity === undefined ? {} : { similarity }),
      ...(bm25 === undefined ? {} : { bm25 }),
    };
  });
};

/** Opens the embedding model of an index when the first dense search comes; BM25 needs none. */
const createQueryEmbedder = ({ models }: ModelsDep, { embedding }: IndexRecord) => {
  let opened: Promise<Result<EmbeddingModel, Fault>> | undefined;
  const open = async (): Promise<Result<EmbeddingModel, Fault>> => {
    const model = await models.embedding(embedding.id);
    if (!model.ok || model.value.digest === embedding.digest) return model;
    const details = {
      indexed: `${embedding.id} (${embedding.digest.slice(0, 12)})`,
      model: `${model.value.card.id} (${model.value.digest.slice(0, 12)})`,
    };
    return err(knowledgeFaults.fault('KNOWLEDGE_MODEL_CHANGED', details));
  };
  return async (query: string, options: SearchOptions): Promise<Result<Float32Array, Fault>> => {
    opened ??= open();
    const model = await opened;
    if (!model.ok) {
      opened = undefined;
      return model;
    }
    const vectors = await model.value.embed([query], { kind: 'query', ...options });
    if (!vectors.ok) return vectors;
    const [vector] = vectors.value;
    if (vector !== undefined && vector.length === embedding.dimensions) return ok(vector);
    return err(
      knowledgeFaults.fault('KNOWLEDGE_EMBEDDING_BROKEN', {
        model: embedding.id,
        problem: 'no usable vector for the query',
      }),
    );
  };
};

interface Candidates {
  readonly text: readonly IndexHit[];
  readonly dense: readonly IndexHit[];
}

const rankCandidates = (
  { text, dense }: Candidates,
  { mode, denseWeight = defaultDenseWeight, fusion = 'normalised' }: SearchRequest,
): readonly FusedHit[] => {
  if (mode === 'hybrid') return fuseHits({ text, dense, denseWeight, fusion });
  return mode === 'dense'
    ? dense.map((hit) => ({ ...hit, similarity: hit.score }))
    : text.map((hit) => ({ ...hit, bm25: hit.score }));
};

const createRetriever = (deps: VectorIndexDep & ModelsDep, index: IndexRecord): Retriever => {
  const embedQuery = createQueryEmbedder(deps, index);
  const searchDense = async (
    request: SearchRequest,
    limit: number,
    options: SearchOptions,
  ): Promise<Result<readonly IndexHit[], Fault>> => {
    const vector = await embedQuery(request.query, options);
    if (!vector.ok) return vector;
    const { sources } = request;
    return ok(
      await deps.vectorIndex.searchVector(index.table, vector.value, {
        limit,
        ...(sources === undefined ? {} : { sources }),
      }),
    );
  };
  const findCandidates = async (
    request: SearchRequest,
    limit: number,
    options: SearchOptions,
  ): Promise<Result<Candidates, Fault>> => {
    const { mode, query, sources } = request;
    const filter = { limit, ...(sources === undefined ? {} : { sources }) };
    const [text, dense] = await Promise.all([
      mode === 'dense' ? [] : deps.vectorIndex.searchText(index.table, query, filter),
      mode === 'bm25' ? ok([]) : searchDense(request, limit, options),
    ]);
    return dense.ok ? ok({ text, dense: dense.value }) : dense;
  };
  return {
    index,
    search: async (request, options) => {
      options?.signal?.throwIfAborted();
      const k = Math.min(100, Math.max(1, Math.trunc(request.k)));
      const { mode, query } = request;
      if (query.trim() === '') return ok([]);
      const found = await findCandidates(request, mode === 'hybrid' ? candidatesFor(k) : k, options);
      if (!found.ok) return found;
      const ranked = rankCandidates(found.value, request).slice(0, k);
      return ok(toPassages(await deps.vectorIndex.chunks(index.table, ranked), ranked));
    },
  };
};

/** Opens indexes for searching. An index whose table is gone is a fault; its model is looked at by the first dense search. */
export const createRetrievers = (deps: VectorIndexDep & ModelsDep): RetrieverDep => ({
  retrievers: {
    open: async (index) =>
      (await deps.vectorIndex.tables()).includes(index.table)
        ? ok(createRetriever(deps, index))
        : err(knowledgeFaults.fault('KNOWLEDGE_INDEX_MISSING', { table: index.table })),
  },
});
