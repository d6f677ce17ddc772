import type { IndexHit, VectorSearchOptions } from '#build/knowledge';
import { bestFirst } from './best-first.ts';
import { dot, scaleOf } from './cosine.ts';
import type { HeldTable } from './held-table.ts';

/** The cosine of every row; -Infinity for one that is not wanted, or has no direction and so no cosine. */
const scoreRows = (
  { vectors, scales, sources }: HeldTable,
  vector: Float32Array,
  wanted: ReadonlySet<string> | undefined,
): Float64Array => {
  const query = Float64Array.from(vector);
  const scale = scaleOf(vector);
  return Float64Array.from(vectors, (row, place) => {
    const isWanted = wanted === undefined || wanted.has(sources[place] ?? '');
    const factor = isWanted ? scale * (scales[place] ?? 0) : 0;
    return factor > 0 ? dot(row, query) * factor : -Infinity;
  });
};

/** Cosine similarity with every row: 2 ms for 4,000 of 384 dimensions, where a query of LanceDB takes 5. */
export const scanVectors = (
  held: HeldTable,
  vector: Float32Array,
  { limit, sources }: VectorSearchOptions,
): readonly IndexHit[] => {
  const scores = scoreRows(held, vector, sources === undefined ? undefined : new Set(sources));
  const last = scores.toSorted().at(-limit) ?? -Infinity;
  const hits: IndexHit[] = [];
  for (const [place, id] of held.ids.entries()) {
    const score = scores[place] ?? -Infinity;
    if (score > -Infinity && score >= last) hits.push({ id, row: held.rows[place] ?? -1n, score });
  }
  return hits.toSorted(bestFirst).slice(0, limit);
};
