import type { Connection } from '@lancedb/lancedb';
import { finishTable } from './build-table.ts';
import { isIn } from './where.ts';

/**
 * Rewrites a table without some documents. A delete in place only marks the rows: their text would stay in the data
 * files and in the BM25 index until a compaction.
 */
export const eraseDocuments = async (
  connection: Connection,
  name: string,
  documentIds: readonly string[],
): Promise<void> => {
  const table = await connection.openTable(name);
  if ((await table.countRows(isIn('documentId', documentIds))) === 0) return;
  const schema = await table.schema();
  const rest = await table
    .query()
    .where(`NOT (${isIn('documentId', documentIds)})`)
    .toArrow();
  table.close();
  const rewritten =
    rest.numRows === 0
      ? await connection.createEmptyTable(name, schema, { mode: 'overwrite' })
      : await connection.createTable(name, rest, { mode: 'overwrite' });
  await finishTable(rewritten);
  rewritten.close();
};
