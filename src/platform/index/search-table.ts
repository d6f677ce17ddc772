import type { Query, Table, VectorQuery } from '@lancedb/lancedb';
import type { IndexHit, VectorSearchOptions } from '#build/knowledge';
import { loadLanceDb } from './lancedb.ts';
import { chunkColumns, numberIn, toChunk } from './table-rows.ts';
import { isIn, sanitiseQuery } from './where.ts';

/** Best first; equal scores in the order of their ids, so that the same query gives the same list. */
const byScore = (a: IndexHit, b: IndexHit): number => {
  if (a.score !== b.score) return b.score - a.score;
  if (a.chunk.id === b.chunk.id) return 0;
  return a.chunk.id < b.chunk.id ? -1 : 1;
};

interface ScoreColumn {
  readonly column: '_score' | '_distance';
  readonly toScore: (value: number) => number;
}

const collect = async (
  query: Query | VectorQuery,
  { limit, sources }: VectorSearchOptions,
  { column, toScore }: ScoreColumn,
): Promise<readonly IndexHit[]> => {
  const filtered = sources === undefined ? query : query.where(isIn('source', sources));
  const rows = await filtered
    .select([...chunkColumns, column])
    .limit(limit)
    .toArrow();
  const hits: IndexHit[] = [];
  for (const row of rows) {
    const record = row.toJSON();
    hits.push({ chunk: toChunk(record), score: toScore(numberIn(record, column)) });
  }
  return hits.toSorted(byScore);
};

/** BM25 over the indexed text; any text is a valid query. */
export const searchText = async (
  table: Table,
  query: string,
  options: VectorSearchOptions,
): Promise<readonly IndexHit[]> => {
  const words = sanitiseQuery(query);
  if (words === '') return [];
  const { MatchQuery } = await loadLanceDb();
  const match = table.query().nearestToText(new MatchQuery(words, 'indexedText'));
  return collect(match, options, { column: '_score', toScore: (score) => score });
};

/** Cosine similarity, exact below 20,000 rows. */
export const searchVector = (
  table: Table,
  vector: Float32Array,
  options: VectorSearchOptions,
): Promise<readonly IndexHit[]> =>
  collect(
    table
      .query()
      .nearestTo(vector)
      .distanceType('cosine')
      .ef(Math.max(200, options.limit * 4)),
    options,
    {
      column: '_distance',
      toScore: (distance) => 1 - distance,
    },
  );
