import type { Query, VectorQuery } from '@lancedb/lancedb';
import type { IndexHit, VectorSearchOptions } from '#build/knowledge';
import { bestFirst } from './best-first.ts';
import type { HeldTable } from './held-table.ts';
import { loadLanceDb } from './lancedb.ts';
import type { OpenTable } from './open-tables.ts';
import { scanVectors } from './scan-vectors.ts';
import { columnOf, toRow } from './table-rows.ts';
import { isIn, sanitiseQuery } from './where.ts';

interface ScoreColumn {
  readonly column: '_score' | '_distance';
  readonly toScore: (value: number) => number;
}

/** No text is read: of the many candidates few are shown. The ids of a table in memory are not read either. */
const collect = async (
  query: Query | VectorQuery,
  { limit, sources, held }: VectorSearchOptions & { readonly held: HeldTable | undefined },
  { column, toScore }: ScoreColumn,
): Promise<readonly IndexHit[]> => {
  const filtered = sources === undefined ? query : query.where(isIn('source', sources));
  const columns = held === undefined ? ['id', column] : [column];
  const found = await filtered.select(columns).withRowId().limit(limit).toArrow();
  const scores = columnOf(found, column).map((value) => toScore(Number(value)));
  const ids = columnOf(found, 'id');
  const hits = columnOf(found, '_rowid').flatMap((value, index): readonly IndexHit[] => {
    const row = toRow(value);
    const id = held === undefined ? ids[index] : held.ids[held.placeOf.get(row) ?? -1];
    return typeof id === 'string' ? [{ id, row, score: scores[index] ?? 0 }] : [];
  });
  return hits.toSorted(bestFirst);
};

/** BM25 over the indexed text; any text is a valid query. */
export const searchText = async (
  { table, held }: OpenTable,
  query: string,
  options: VectorSearchOptions,
): Promise<readonly IndexHit[]> => {
  const words = sanitiseQuery(query);
  if (words === '') return [];
  const { MatchQuery } = await loadLanceDb();
  const match = table.query().nearestToText(new MatchQuery(words, 'indexedText'));
  return collect(match, { ...options, held: await held() }, { column: '_score', toScore: (score) => score });
};

/** Cosine similarity, exact below 20,000 rows. */
export const searchVector = async (
  { table, held }: OpenTable,
  vector: Float32Array,
  options: VectorSearchOptions,
): Promise<readonly IndexHit[]> => {
  const inMemory = await held();
  if (inMemory?.dimensions === vector.length) return scanVectors(inMemory, vector, options);
  const nearest = table
    .query()
    .nearestTo(vector)
    .distanceType('cosine')
    .ef(Math.max(200, options.limit * 4));
  return collect(nearest, { ...options, held: inMemory }, { column: '_distance', toScore: (distance) => 1 - distance });
};
