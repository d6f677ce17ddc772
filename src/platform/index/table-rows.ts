import { Field, FixedSizeList, Float32, Int32, List, Schema, Utf8 } from 'apache-arrow';
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

/** A number that a search adds to its rows. */
export const numberIn = (row: ArrowRow, column: string): number => Number(row[column]);
