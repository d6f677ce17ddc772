import { sql as raw, type Kysely, type Transaction } from 'kysely';
import type { Batch, BatchStoreDep, Lease, NewBatch } from '#run/serve';
import { batchStatusSchema, type BatchStatus } from '#run/serve/contract';
import type { Tables } from '../tables.ts';
import { createBatchFiles } from './batch-files.ts';
import { createBatchResults } from './batch-results.ts';
import { batchDetailsSchema, batchOfRow, rowOfFile, type BatchDetails } from './batch-rows.ts';
import { clampLimit, storableText, type StoreDeps } from './store-deps.ts';

type BatchStore = BatchStoreDep['batches'];

const openStatuses: readonly BatchStatus[] = ['validating', 'in_progress', 'finalizing', 'cancelling'];
const isOpen = (status: BatchStatus): boolean => openStatuses.includes(status);

const countOf = (failed: boolean) =>
  raw<number>`(select count(*) from batch_results r where r.project = batches.project and r.batch_id = batches.id
    and r.failed = ${failed})`;

const selectBatches = (sql: Kysely<Tables>, project: string) =>
  sql
    .selectFrom('batches')
    .selectAll()
    .select([countOf(false).as('completed'), countOf(true).as('failed')])
    .where('project', '=', project);

const until = (leaseMs: number) => raw<Date>`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`;

interface Change {
  readonly status: BatchStatus;
  readonly details: BatchDetails;
}

/** Changes one batch under a row lock; nothing happens when `change` returns undefined. */
const changeBatch = async (
  transaction: Transaction<Tables>,
  key: { readonly project: string; readonly id: string; readonly worker?: string },
  change: (was: Change) => Change | undefined,
): Promise<boolean> => {
  let query = transaction
    .selectFrom('batches')
    .select(['status', 'details'])
    .where('project', '=', key.project)
    .where('id', '=', key.id);
  if (key.worker !== undefined) query = query.where('worker', '=', key.worker);
  const row = await query.forUpdate().executeTakeFirst();
  if (row === undefined) return false;
  const was = { status: batchStatusSchema.parse(row.status), details: batchDetailsSchema.parse(row.details) };
  const next = isOpen(was.status) ? change(was) : undefined;
  if (next === undefined) return false;
  const released = isOpen(next.status) ? {} : { worker: null, leased_until: null };
  await transaction
    .updateTable('batches')
    .set({ status: next.status, details: JSON.stringify(next.details), ...released })
    .where('project', '=', key.project)
    .where('id', '=', key.id)
    .execute();
  return true;
};

/** Who works on what. Leases are measured by the database's clock alone. */
const createLeases = ({ database }: StoreDeps, project: string) => {
  const get = (id: string): Promise<Batch | undefined> =>
    database.retry(async (sql) => {
      const row = await selectBatches(sql, project).where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : batchOfRow(row);
    });
  const claim: BatchStore['claim'] = async (worker, leaseMs) => {
    const claimed = await database.retry((sql) =>
      sql
        .updateTable('batches')
        .set({ worker, leased_until: until(leaseMs) })
        .where('project', '=', project)
        .where('id', '=', (query) =>
          query
            .selectFrom('batches as b')
            .select('b.id')
            .where('b.project', '=', project)
            .where('b.status', 'in', openStatuses)
            .where((where) =>
              where.or([
                where('b.leased_until', 'is', null),
                where('b.leased_until', '<', raw<Date>`clock_timestamp()`),
              ]),
            )
            .orderBy('b.id')
            .limit(1)
            .forUpdate()
            .skipLocked(),
        )
        .returning('id')
        .executeTakeFirst(),
    );
    return claimed === undefined ? undefined : get(claimed.id);
  };
  const renew: BatchStore['renew'] = async ({ batch, worker }, leaseMs) => {
    const row = await database.sql
      .updateTable('batches')
      .set({ leased_until: until(leaseMs) })
      .where('project', '=', project)
      .where('id', '=', batch)
      .where('worker', '=', worker)
      .returning('status')
      .executeTakeFirst();
    return row === undefined ? undefined : batchStatusSchema.parse(row.status);
  };
  const release: BatchStore['release'] = async ({ batch, worker }) => {
    await database.retry((sql) =>
      sql
        .updateTable('batches')
        .set({ worker: null, leased_until: null })
        .where('project', '=', project)
        .where('id', '=', batch)
        .where('worker', '=', worker)
        .execute(),
    );
  };
  return { get, claim, renew, release };
};

/** What a worker makes of its batch. */
const createProgress = (
  { database, clock }: StoreDeps,
  project: string,
): Pick<BatchStore, 'begin' | 'fail' | 'finish'> => {
  const keyOf = ({ batch, worker }: Lease) => ({ project, id: batch, worker });
  return {
    begin: async (lease, total) => {
      const times = { in_progress: clock.now() };
      await database.transaction((transaction) =>
        changeBatch(transaction, keyOf(lease), ({ status, details }) => ({
          status: status === 'validating' ? 'in_progress' : status,
          details: { ...details, times: { ...details.times, ...times }, counts: { ...details.counts, total } },
        })),
      );
    },
    fail: async (lease, problems) => {
      const times = { failed: clock.now() };
      await database.transaction((transaction) =>
        changeBatch(transaction, keyOf(lease), ({ details }) => ({
          status: 'failed',
          details: { ...details, problems: [...problems], times: { ...details.times, ...times } },
        })),
      );
    },
    finish: async (lease, { status, files, outputFile, errorFile, counts }) => {
      const now = clock.now();
      await database.transaction(async (transaction) => {
        const isOurs = await changeBatch(transaction, keyOf(lease), ({ details }) => ({
          status,
          details: {
            ...details,
            counts,
            times: { ...details.times, finalizing: now, [status]: now },
            ...(outputFile === undefined ? {} : { outputFile }),
            ...(errorFile === undefined ? {} : { errorFile }),
          },
        }));
        if (!isOurs) return;
        const rows = files.map((file) => rowOfFile(project, file));
        if (rows.length > 0) await transaction.insertInto('batch_files').values(rows).execute();
        await transaction
          .deleteFrom('batch_results')
          .where('project', '=', project)
          .where('batch_id', '=', lease.batch)
          .execute();
      });
    },
  };
};

const newDetails = (metadata: Batch['metadata']): BatchDetails =>
  batchDetailsSchema.parse({
    metadata: metadata ?? undefined,
    problems: [],
    times: {},
    counts: { total: 0, completed: 0, failed: 0 },
  });

const createBatch = async ({ database }: StoreDeps, project: string, batch: NewBatch): Promise<Batch> => {
  const { id, owner, keyId, endpoint, inputFile, createdAt, expiresAt, metadata } = batch;
  const details = newDetails(metadata);
  const row = {
    project,
    id,
    owner,
    key_id: keyId,
    endpoint,
    input_file: inputFile,
    status: 'validating',
    created_at: new Date(createdAt),
    expires_at: new Date(expiresAt),
    worker: null,
    leased_until: null,
  };
  await database.retry((sql) =>
    sql
      .insertInto('batches')
      .values({ ...row, details: JSON.stringify(details) })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  return batchOfRow({ ...row, details: JSON.parse(JSON.stringify(details)), completed: 0, failed: 0 });
};

/** Files and batches of one project. */
export const createBatchStore = (deps: StoreDeps, project: string): BatchStore => {
  const { database, clock } = deps;
  const { get, claim, renew, release } = createLeases(deps, project);
  const getOwned: BatchStore['get'] = async (id, owner) => {
    const batch = await get(storableText(id));
    return owner === undefined || batch?.owner === owner ? batch : undefined;
  };
  return {
    ...createBatchFiles(deps, project),
    ...createBatchResults(deps, project),
    ...createProgress(deps, project),
    claim,
    renew,
    release,
    get: getOwned,
    create: (batch) => createBatch(deps, project, batch),
    list: ({ owner, after, limit }) =>
      database.retry(async (sql) => {
        let query = selectBatches(sql, project);
        if (owner !== undefined) query = query.where('owner', '=', owner);
        if (after !== undefined) query = query.where('id', '<', storableText(after));
        const rows = await query
          .orderBy('id', 'desc')
          .limit(clampLimit(limit, 20, 101))
          .execute();
        return rows.map(batchOfRow);
      }),
    cancel: async (id, owner) => {
      const batch = await getOwned(id, owner);
      if (batch === undefined) return undefined;
      const times = { cancelling: clock.now() };
      await database.transaction((transaction) =>
        changeBatch(transaction, { project, id: batch.id }, ({ status, details }) =>
          status === 'cancelling'
            ? undefined
            : { status: 'cancelling', details: { ...details, times: { ...details.times, ...times } } },
        ),
      );
      return getOwned(id, owner);
    },
  };
};
