import { sql as raw } from 'kysely';
import type { BatchStoreDep } from '#run/serve';
import { fileOfRow, rowOfFile } from './batch-rows.ts';
import { clampLimit, storableText, type StoreDeps } from './store-deps.ts';

type BatchStore = BatchStoreDep['batches'];

/** What a file must not be deleted under. */
const readsIt = raw<boolean>`exists (select from batches where batches.project = batch_files.project
  and batches.input_file = batch_files.id and batches.status in ('validating', 'in_progress', 'finalizing', 'cancelling'))`;

/** Files of clients and batches. */
export const createBatchFiles = (
  { database }: StoreDeps,
  project: string,
): Pick<BatchStore, 'addFile' | 'file' | 'files' | 'deleteFile'> => {
  const find: BatchStore['file'] = async (id, owner) => {
    const row = await database.retry((sql) => {
      const query = sql
        .selectFrom('batch_files')
        .selectAll()
        .where('project', '=', project)
        .where('id', '=', storableText(id));
      return (owner === undefined ? query : query.where('owner', '=', owner)).executeTakeFirst();
    });
    return row === undefined ? undefined : fileOfRow(row);
  };
  return {
    file: find,
    addFile: async (file) => {
      await database.retry((sql) =>
        sql
          .insertInto('batch_files')
          .values(rowOfFile(project, file))
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
    },
    files: ({ owner, after, limit, ascending = false, purpose }) =>
      database.retry(async (sql) => {
        let query = sql.selectFrom('batch_files').selectAll().where('project', '=', project);
        if (owner !== undefined) query = query.where('owner', '=', owner);
        if (purpose !== undefined) query = query.where(raw<string>`purpose`, '=', storableText(purpose));
        if (after !== undefined) query = query.where('id', ascending ? '>' : '<', storableText(after));
        const rows = await query
          .orderBy('id', ascending ? 'asc' : 'desc')
          .limit(clampLimit(limit, 20, 10_001))
          .execute();
        return rows.map(fileOfRow);
      }),
    deleteFile: async (id, owner) => {
      const row = await database.retry((sql) => {
        const query = sql
          .deleteFrom('batch_files')
          .where('project', '=', project)
          .where('id', '=', storableText(id))
          .where(raw<boolean>`not ${readsIt}`);
        return (owner === undefined ? query : query.where('owner', '=', owner)).returningAll().executeTakeFirst();
      });
      if (row !== undefined) return fileOfRow(row);
      return (await find(id, owner)) === undefined ? undefined : 'in-use';
    },
  };
};
