import { Field, FixedSizeList, Float32, Int32, List, Schema, Utf8, type Table } from 'apache-arrow';
import type { IndexRow } from '#build/knowledge';
import { chunkSchema, type Chunk } from '#build/knowledge/contract';

/** The columns of a passage table, and the only place that names them. */
export const tableSchema = (dimensions: number): Schema =>
  new Schema([
    new Field('id', new Utf8(), false),
    new Field('documentId', new Utf8(), false),
    new Field('source', new Utf8(), false),
    new Field('title', new Utf8(), false),
    new Field('headingPath', new List(new Field('item', new Utf8(), true)), false),
    new Field('start', new Int32(), false),
    new Field('end', new Int32(), false),
    new Field('text', new Utf8(), false),
    new Field('indexedText', new Utf8(), false),
    new Field('vector', new FixedSizeList(dimensions, new Field('item', new Float32(), true)), false),
  ]);

/** The columns that make a chunk. */
export const chunkColumns = ['id', 'documentId', 'source', 'title', 'headingPath', 'start', 'end', 'text'];

/** A row as LanceDB takes it. */
export const toRecord = ({ chunk, indexedText, vector }: IndexRow): Record<string, unknown> => ({
  ...chunk,
  indexedText,
  vector,
});

interface ArrowRow {
  readonly [column: string]: unknown;
}

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value;

const list = (value: unknown): readonly unknown[] => (isIterable(value) ? [...value] : []);

/** A row as LanceDB gives it, parsed: the table may have been written by another version. */
export const toChunk = (row: ArrowRow): Chunk =>
  chunkSchema.parse({
    ...Object.fromEntries(chunkColumns.map((column) => [column, row[column]])),
    headingPath: list(row['headingPath']),
  });

/** A whole row, vector and all, to be copied to another table. */
export const copyRecord = (row: ArrowRow): Record<string, unknown> => ({
  ...toChunk(row),
  indexedText: row['indexedText'],
  vector: Float32Array.from(list(row['vector']), Number),
});

/** Where LanceDB keeps a row; good for one version of the table. */
export const toRow = (value: unknown): bigint => (typeof value === 'bigint' ? value : -1n);

/** All values of a column. */
export const columnOf = (table: Table, column: string): readonly unknown[] => list(table.getChild(column));

/** Reads single chunks of a table that is in memory. */
export const chunkAt = (table: Table): ((place: number) => Chunk) => {
  const columns = chunkColumns.map((name) => [name, table.getChild(name)] as const);
  return (place) => toChunk(Object.fromEntries(columns.map(([name, column]) => [name, column?.get(place)])));
};

/** The vectors of a table that is in memory, as views of its bytes. */
export const vectorsOf = (table: Table): readonly Float32Array[] =>
  table.batches.flatMap((batch) => {
    const values: unknown = batch.getChild('vector')?.getChildAt(0)?.toArray();
    if (!(values instanceof Float32Array)) return [];
    const dimensions = values.length / batch.numRows;
    return Array.from({ length: batch.numRows }, (_, row) => values.subarray(row * dimensions, (row + 1) * dimensions));
  });
