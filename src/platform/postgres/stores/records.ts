import { sql } from 'kysely';
import type { RecordFilter, RecordsDep } from '#kernel';
import { createRecordChange, type LedgerDeps } from './ledger-writer.ts';
import { selectLineage } from './lineage.ts';
import { insertRecords, recordOfRow } from './record-rows.ts';
import { clampLimit } from './store-deps.ts';

const selectRecords = ({ database }: LedgerDeps, project: string, { type, stage, current, limit }: RecordFilter) =>
  database.retry((db) => {
    let query = db.selectFrom('records').selectAll().where('project', '=', project);
    if (type !== undefined) query = query.where('type', '=', type);
    if (stage !== undefined) query = query.where('stage', '=', stage);
    if (current === true) {
      const newest = sql<string>`(
        select unnest(record_hashes) from (
          select distinct on (stage) record_hashes from stage_runs
          where project = ${project} and status = 'done'
          order by stage, started_at desc, position desc
        ) newest)`;
      query = query.where((expression) =>
        expression.or([expression('decision', '=', true), expression('hash', 'in', newest)]),
      );
    }
    return query
      .orderBy('created_at', 'desc')
      .orderBy('position', 'desc')
      .limit(clampLimit(limit, 100, 10_000))
      .execute();
  });

/** The records of one project. */
export const createRecordStore = (deps: LedgerDeps, project: string): RecordsDep['records'] => {
  const { database, clock } = deps;
  const record = createRecordChange(deps, project);
  return {
    decide: async (draft, { stage, actor, reason }) => {
      const { value } = await record(async (transaction) => {
        const origin = { project, stage, runId: undefined, decision: true, at: new Date(clock.now()) };
        const [stored] = await insertRecords(transaction, [draft], origin);
        if (!stored) throw new Error('A decision was not stored.');
        const payload = { type: draft.type, reason };
        return { value: stored, event: { actor, kind: `${stage}-decide`, subject: stored.hash, payload } };
      });
      return value;
    },
    get: (hash) =>
      database.retry(async (db) => {
        const row = await db
          .selectFrom('records')
          .selectAll()
          .where('project', '=', project)
          .where('hash', '=', hash)
          .executeTakeFirst();
        return row && recordOfRow(row);
      }),
    list: async (filter) => (await selectRecords(deps, project, filter)).map(recordOfRow),
    lineage: (hash, direction) => database.retry((db) => selectLineage(db, { project, hash, direction })),
  };
};
