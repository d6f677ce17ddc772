import type { Selectable } from 'kysely';
import { hashOf, isStageName, type Fault, type StageRun, type StageRunsDep } from '#kernel';
import type { Tables } from '../tables.ts';
import { createCurrentHashes } from './current-hashes.ts';
import { createRecordChange, type LedgerDeps } from './ledger-writer.ts';
import { insertRecords } from './record-rows.ts';

const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && 'code' in value && 'what' in value;

const statuses = ['running', 'done', 'failed'] as const;

const stageRunOfRow = (row: Selectable<Tables['stage_runs']>): readonly StageRun[] => {
  const status = statuses.find((each) => each === row.status);
  // A stage that a newer version of the program knew is not shown.
  if (!isStageName(row.stage) || !status) return [];
  return [
    {
      runId: row.run_id,
      stage: row.stage,
      fingerprint: row.fingerprint,
      status,
      reason: row.reason,
      fault: isFault(row.fault) ? row.fault : undefined,
      startedAt: row.started_at.toISOString(),
      endedAt: row.ended_at?.toISOString(),
      recordHashes: row.record_hashes,
    },
  ];
};

type Readers = Pick<StageRunsDep['stageRuns'], 'latest' | 'all' | 'ofRun'>;

const createReaders = ({ database }: LedgerDeps, project: string): Readers => ({
  latest: (stage) =>
    database.retry(async (sql) => {
      const rows = await sql
        .selectFrom('stage_runs')
        .selectAll()
        .where('project', '=', project)
        .where('stage', '=', stage)
        .where('status', '=', 'done')
        .orderBy('started_at', 'desc')
        .orderBy('position', 'desc')
        .limit(1)
        .execute();
      return rows.flatMap(stageRunOfRow)[0];
    }),
  all: () =>
    database.retry(async (sql) => {
      const rows = await sql
        .selectFrom('stage_runs')
        .selectAll()
        .distinctOn('stage')
        .where('project', '=', project)
        .orderBy('stage')
        .orderBy('started_at', 'desc')
        .orderBy('position', 'desc')
        .execute();
      return rows.flatMap(stageRunOfRow);
    }),
  ofRun: (runId) =>
    database.retry(async (sql) => {
      const query = sql.selectFrom('stage_runs').selectAll().where('project', '=', project).where('run_id', '=', runId);
      return (await query.orderBy('started_at').orderBy('position').execute()).flatMap(stageRunOfRow);
    }),
});

type Finish = StageRunsDep['stageRuns']['finish'];

const createFinish = (deps: LedgerDeps, project: string): Finish => {
  const record = createRecordChange(deps, project);
  return async ({ runId, stage, drafts }) => {
    const { value } = await record(async (transaction) => {
      const at = new Date(deps.clock.now());
      const stored = await insertRecords(transaction, drafts, { project, stage, runId, decision: false, at });
      const hashes = stored.map(({ hash }) => hash);
      const updated = await transaction
        .updateTable('stage_runs')
        .set({ status: 'done', ended_at: at, record_hashes: hashes })
        .where('project', '=', project)
        .where('run_id', '=', runId)
        .where('stage', '=', stage)
        .returning('fingerprint')
        .executeTakeFirst();
      if (!updated) throw new Error(`Stage ${stage} of run ${runId} was finished but never begun.`);
      const payload = { runId, fingerprint: updated.fingerprint, records: hashes.length, recordsHash: hashOf(hashes) };
      return { value: stored, event: { actor: 'run', kind: 'stage-finish', subject: stage, payload } };
    });
    return value;
  };
};

/** Executions of stages in one project. */
export const createStageRuns = (deps: LedgerDeps, project: string): StageRunsDep['stageRuns'] => {
  const { database, clock } = deps;
  const record = createRecordChange(deps, project);
  const now = (): Date => new Date(clock.now());
  return {
    ...createReaders(deps, project),
    finish: createFinish(deps, project),
    currentHashes: createCurrentHashes(deps, project),
    begin: async ({ runId, stage, fingerprint, reason }) => {
      const begun = {
        fingerprint,
        reason,
        status: 'running',
        started_at: now(),
        ended_at: null,
        fault: null,
        record_hashes: [],
      };
      await database.retry((sql) =>
        sql
          .insertInto('stage_runs')
          .values({ project, run_id: runId, stage, ...begun })
          .onConflict((conflict) => conflict.columns(['project', 'run_id', 'stage']).doUpdateSet(begun))
          .execute(),
      );
    },
    fail: async ({ runId, stage, fault }) => {
      await record(async (transaction) => {
        await transaction
          .updateTable('stage_runs')
          .set({ status: 'failed', ended_at: now(), fault: JSON.stringify(fault) })
          .where('project', '=', project)
          .where('run_id', '=', runId)
          .where('stage', '=', stage)
          .execute();
        const payload = { runId, code: fault.code };
        return { value: undefined, event: { actor: 'run', kind: 'stage-fail', subject: stage, payload } };
      });
    },
  };
};
