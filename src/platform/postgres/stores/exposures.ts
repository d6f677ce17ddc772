import { sql, type SqlBool } from 'kysely';
import type { ExposureDep } from '#kernel';
import type { DatabaseDep } from '../database.ts';
import { clampLimit, inBatches, storableText } from './store-deps.ts';

/** Which unit was given which arm of a rollout. The first exposure of a trace counts. */
export const createExposureStore = ({ database }: DatabaseDep, project: string): ExposureDep['exposures'] => ({
  insert: async (exposures) => {
    for (const batch of inBatches(exposures)) {
      const rows = batch.map(({ rollout, unit, arm, propensity, traceId, at }) => ({
        project,
        rollout: storableText(rollout),
        unit: storableText(unit),
        arm: storableText(arm),
        propensity,
        trace_id: storableText(traceId),
        at: new Date(at),
      }));
      await database.retry((db) =>
        db
          .insertInto('exposures')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      );
    }
  },
  list: ({ rollout, after, limit }) =>
    database.retry(async (db) => {
      const rows = await db
        .selectFrom('exposures')
        .selectAll()
        .where('project', '=', project)
        .where('rollout', '=', storableText(rollout))
        .$if(after !== undefined, (query) =>
          query.where(
            sql<SqlBool>`(at, trace_id) > (${new Date(after?.at ?? 0)}::timestamptz, ${after?.traceId ?? ''})`,
          ),
        )
        .orderBy('at')
        .orderBy('trace_id')
        .limit(clampLimit(limit, 1_000, 10_000))
        .execute();
      return rows.map((row) => ({
        rollout: row.rollout,
        unit: row.unit,
        arm: row.arm,
        propensity: row.propensity,
        traceId: row.trace_id,
        at: row.at.getTime(),
      }));
    }),
  deleteBefore: async (time) => {
    const deleted = await database.retry((db) =>
      db.deleteFrom('exposures').where('project', '=', project).where('at', '<', new Date(time)).executeTakeFirst(),
    );
    return Number(deleted.numDeletedRows);
  },
});
