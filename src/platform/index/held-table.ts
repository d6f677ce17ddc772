import type { Table } from '@lancedb/lancedb';
import type { Table as ArrowTable } from 'apache-arrow';
import type { Chunk } from '#build/knowledge/contract';
import { exactRows } from './build-table.ts';
import { scaleOf } from './cosine.ts';
import { chunkAt, chunkColumns, columnOf, toRow, vectorsOf } from './table-rows.ts';

/** One version of a table in memory, as LanceDB sent it; a passage is decoded when it is asked for. */
export interface HeldTable {
  readonly bytes: number;
  readonly dimensions: number;
  readonly vectors: readonly Float32Array[];
  /** What scales each vector to length 1. */
  readonly scales: readonly number[];
  readonly ids: readonly string[];
  readonly sources: readonly string[];
  readonly rows: readonly bigint[];
  readonly placeOf: ReadonlyMap<bigint, number>;
  readonly chunkAt: (place: number) => Chunk;
}

const hold = (found: ArrowTable): HeldTable => {
  const vectors = vectorsOf(found);
  const rows = columnOf(found, '_rowid').map(toRow);
  return {
    bytes: found.data.reduce((sum, { byteLength }) => sum + byteLength, 0),
    dimensions: vectors[0]?.length ?? 0,
    vectors,
    scales: vectors.map(scaleOf),
    ids: columnOf(found, 'id').map(String),
    sources: columnOf(found, 'source').map(String),
    rows,
    placeOf: new Map(rows.map((row, place) => [row, place])),
    chunkAt: chunkAt(found),
  };
};

/** Reads a table that is searched exactly and fits into so many bytes; undefined for any other. */
export const holdTable = async (table: Table, maximumBytes: number): Promise<HeldTable | undefined> => {
  const { numRows, totalBytes } = await table.stats();
  if (numRows > exactRows || totalBytes > maximumBytes) return undefined;
  const all = table.query().select([...chunkColumns, 'vector']);
  const held = hold(await all.withRowId().toArrow());
  return held.bytes > maximumBytes ? undefined : held;
};
