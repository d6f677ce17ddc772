import type { Query, TakeQuery } from '@lancedb/lancedb';
import type { IndexHit } from '#build/knowledge';
import type { Chunk } from '#build/knowledge/contract';
import type { OpenTable } from './open-tables.ts';
import { chunkColumns, toChunk } from './table-rows.ts';
import { isIn } from './where.ts';

const collect = async (query: Query | TakeQuery): Promise<readonly Chunk[]> => {
  const chunks: Chunk[] = [];
  for (const row of await query.select(chunkColumns).toArrow()) chunks.push(toChunk(row.toJSON()));
  return chunks;
};

const readPlaces = async ({ table, held }: OpenTable, rows: readonly bigint[]): Promise<readonly Chunk[]> => {
  const inMemory = await held();
  if (inMemory === undefined) return collect(table.takeRowIds(rows));
  return rows.flatMap((row) => {
    const place = inMemory.placeOf.get(row);
    return place === undefined ? [] : [inMemory.chunkAt(place)];
  });
};

/**
 * The passages of hits, in their order. An erasure since the search has moved rows to other places, so one that is not
 * at its place any more is looked for by its id; one that is gone is left out.
 */
export const readChunks = async (open: OpenTable, hits: readonly IndexHit[]): Promise<readonly Chunk[]> => {
  if (hits.length === 0) return [];
  const placed = await readPlaces(
    open,
    hits.map(({ row }) => row),
  );
  const chunks = new Map(placed.map((chunk) => [chunk.id, chunk]));
  const moved = hits.map(({ id }) => id).filter((id) => !chunks.has(id));
  const found = moved.length === 0 ? [] : await collect(open.table.query().where(isIn('id', moved)));
  for (const chunk of found) chunks.set(chunk.id, chunk);
  return hits.flatMap(({ id }) => chunks.get(id) ?? []);
};
