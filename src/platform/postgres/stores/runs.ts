import type { Selectable } from 'kysely';
import { canonicalJson, type Run, type RunsDep, type RunStatus } from '#kernel';
import type { Tables } from '../tables.ts';
import { clampLimit, type StoreDeps } from './store-deps.ts';

const statuses: readonly RunStatus[] = ['running', 'done', 'failed', 'interrupted'];

const runOfRow = (row: Selectable<Tables['runs']>): Run => ({
  id: row.id,
  status: statuses.find((each) => each === row.status) ?? 'interrupted',
  details: row.details,
  startedAt: row.started_at.toISOString(),
  endedAt: row.ended_at?.toISOString(),
});

/** Executions of one project. */
export const createRuns = ({ database, clock }: StoreDeps, project: string): RunsDep['runs'] => ({
  begin: ({ id, details }) =>
    database.transaction(async (transaction) => {
      const at = new Date(clock.now());
      await transaction
        .updateTable('runs')
        .set({ status: 'interrupted', ended_at: at })
        .where('project', '=', project)
        .where('status', '=', 'running')
        .where('id', '!=', id)
        .execute();
      const begun = { status: 'running', details: canonicalJson(details), started_at: at, ended_at: null };
      const row = await transaction
        .insertInto('runs')
        .values({ project, id, ...begun })
        .onConflict((conflict) => conflict.columns(['project', 'id']).doUpdateSet(begun))
        .returningAll()
        .executeTakeFirstOrThrow();
      return runOfRow(row);
    }),
  finish: async ({ id, status, details }) => {
    const ended = {
      status,
      ended_at: new Date(clock.now()),
      ...(details !== undefined && { details: canonicalJson(details) }),
    };
    await database.retry((sql) =>
      sql.updateTable('runs').set(ended).where('project', '=', project).where('id', '=', id).execute(),
    );
  },
  list: (limit) =>
    database.retry(async (sql) => {
      const query = sql.selectFrom('runs').selectAll().where('project', '=', project);
      return (
        await query
          .orderBy('started_at', 'desc')
          .limit(clampLimit(limit, 100, 1_000))
          .execute()
      ).map(runOfRow);
    }),
});
