import type { Selectable } from 'kysely';
import type { Feedback, FeedbackDep } from '#kernel';
import type { Tables } from '../tables.ts';
import { clampLimit, storableText, type StoreDeps } from './store-deps.ts';

const feedbackOfRow = (row: Selectable<Tables['feedback']>): Feedback => ({
  id: row.id,
  traceId: row.trace_id,
  name: row.name,
  value: row.value,
  source: row.source,
  comment: row.comment ?? undefined,
  at: row.at.toISOString(),
});

/** What people and judges said about single answers. */
export const createFeedbackStore = ({ database, clock, ids }: StoreDeps, project: string): FeedbackDep['feedback'] => ({
  add: async ({ traceId, name, value, source, comment }) => {
    const row = {
      project,
      id: ids.uuid(),
      trace_id: storableText(traceId),
      name: storableText(name),
      value,
      source: storableText(source),
      comment: comment === undefined ? null : storableText(comment),
      at: new Date(clock.now()),
    };
    await database.retry((sql) =>
      sql
        .insertInto('feedback')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute(),
    );
    return feedbackOfRow(row);
  },
  list: ({ traceId, name, from, to, limit }) =>
    database.retry(async (sql) => {
      let query = sql.selectFrom('feedback').selectAll().where('project', '=', project);
      if (traceId !== undefined) query = query.where('trace_id', '=', storableText(traceId));
      if (name !== undefined) query = query.where('name', '=', storableText(name));
      if (from !== undefined) query = query.where('at', '>=', new Date(from));
      if (to !== undefined) query = query.where('at', '<', new Date(to));
      const rows = await query
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(clampLimit(limit, 1_000, 10_000))
        .execute();
      return rows.map(feedbackOfRow);
    }),
  deleteBefore: async (time) => {
    const deleted = await database.retry((sql) =>
      sql.deleteFrom('feedback').where('project', '=', project).where('at', '<', new Date(time)).executeTakeFirst(),
    );
    return Number(deleted.numDeletedRows);
  },
});
