import type { Connection, Table } from '@lancedb/lancedb';
import type { BuildIndexRequest } from '#build/knowledge';
import { loadLanceDb } from './lancedb.ts';
import { listTables } from './list-tables.ts';
import { copyRecord, tableSchema, toRecord } from './table-rows.ts';

/** Up to here an exact scan takes a few milliseconds and misses nothing. */
export const exactRows = 20_000;
const copyBatch = 1000;

/** BM25 is indexed last, so a table that has it is whole. */
export const isComplete = async (table: Table): Promise<boolean> =>
  (await table.listIndices()).some(({ columns }) => columns.includes('indexedText'));

/** Indexes a table and removes what older versions of it left on the disk. */
export const finishTable = async (table: Table): Promise<number> => {
  const { Index } = await loadLanceDb();
  const rows = await table.countRows();
  if (rows > exactRows) {
    await table.createIndex('vector', { config: Index.hnswSq({ distanceType: 'cosine', m: 20, efConstruction: 300 }) });
  }
  await table.createIndex('source', { config: Index.bitmap() });
  const config = Index.fts({
    language: 'English',
    stem: true,
    removeStopWords: true,
    lowercase: true,
    asciiFolding: true,
    withPosition: false,
  });
  await table.createIndex('indexedText', { config });
  await table.optimize({ cleanupOlderThan: new Date() });
  return rows;
};

const copyKept = async (from: Table, to: Table, documentIds: ReadonlySet<string>): Promise<void> => {
  let pending: Record<string, unknown>[] = [];
  for await (const batch of from.query()) {
    for (const row of batch) {
      const record = row.toJSON();
      if (documentIds.has(String(record['documentId']))) pending.push(copyRecord(record));
      if (pending.length < copyBatch) continue;
      await to.add(pending);
      pending = [];
    }
  }
  if (pending.length > 0) await to.add(pending);
};

/** Builds a table beside the others. One that is whole is left as it is; one that a crash cut short is begun again. */
export const buildTable = async (
  connection: Connection,
  { table: name, dimensions, keep, rows }: BuildIndexRequest,
): Promise<number> => {
  const names = await listTables(connection);
  if (names.includes(name)) {
    const existing = await connection.openTable(name);
    if (await isComplete(existing)) return existing.countRows();
    await connection.dropTable(name);
  }
  const table = await connection.createEmptyTable(name, tableSchema(dimensions));
  if (keep !== undefined && names.includes(keep.table)) {
    await copyKept(await connection.openTable(keep.table), table, new Set(keep.documentIds));
  }
  for await (const batch of rows) {
    if (batch.length > 0) await table.add(batch.map(toRecord));
  }
  return finishTable(table);
};
