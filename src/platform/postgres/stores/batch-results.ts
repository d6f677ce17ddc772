import type { BatchStoreDep } from '#run/serve';
import { clampLimit, type StoreDeps } from './store-deps.ts';

/** What came of single lines, until it is written into files. */
export const createBatchResults = (
  { database }: StoreDeps,
  project: string,
): Pick<BatchStoreDep['batches'], 'addResult' | 'doneLines' | 'results'> => ({
  addResult: async (batch, result) => {
    await database.retry((sql) =>
      sql
        .insertInto('batch_results')
        .values({ project, batch_id: batch, ...result })
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
  },
  doneLines: async (batch) => {
    const rows = await database.retry((sql) =>
      sql
        .selectFrom('batch_results')
        .select('line')
        .where('project', '=', project)
        .where('batch_id', '=', batch)
        .execute(),
    );
    return new Set(rows.map(({ line }) => line));
  },
  results: (batch, { after, limit }) =>
    database.retry((sql) =>
      sql
        .selectFrom('batch_results')
        .select(['line', 'failed', 'outcome'])
        .where('project', '=', project)
        .where('batch_id', '=', batch)
        .where('line', '>', after)
        .orderBy('line')
        .limit(clampLimit(limit, 200, 1_000))
        .execute(),
    ),
});
