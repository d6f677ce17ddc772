import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { RetentionStoreDep } from '#improve/operate';
import type { DatabaseDep } from '#platform/postgres';

/** Records that something current, released or decided was made from; the rest may go when it is old. */
const keptRecords = (project: string) => sql`
  with recursive newest as (
    select distinct on (stage) record_hashes from stage_runs where project = ${project} and status = 'done' order by stage, position desc
  ), kept(hash) as (
    select unnest(record_hashes) from newest
    union select hash from records where project = ${project} and (decision or type = 'rollout/release')
    union select i.input from record_inputs i join kept k on i.hash = k.hash where i.project = ${project}
  )
  select hash from kept`;

const batch = 500;
const accountsBatch = 10_000;

const namedBlobs = async ({ database }: DatabaseDep, project: string): Promise<ReadonlySet<string>> => {
  const files = await sql<{ blob: string }>`select blob from batch_files where project = ${project}`.execute(
    database.sql,
  );
  const named = new Set(files.rows.map(({ blob }) => blob));
  for (let offset = 0; ; offset += batch) {
    const { rows } = await sql<{
      body: string;
    }>`select body::text as body from records where project = ${project} order by hash limit ${batch} offset ${offset}`.execute(
      database.sql,
    );
    for (const { body } of rows) for (const [hash] of body.matchAll(/[0-9a-f]{64}/g)) named.add(hash);
    if (rows.length < batch) return named;
  }
};

const createAccountRetention = (
  { database: { sql: database } }: DatabaseDep,
  project: string,
): Pick<RetentionStoreDep['retention'], 'countAccountsBefore' | 'deleteAccountsBefore'> => ({
  countAccountsBefore: async (time) => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from accounts where project = ${project}
        and at < to_timestamp(${time / 1000})`.execute(database);
    return Number(rows[0]?.n ?? 0);
  },
  deleteAccountsBefore: async (time) => {
    for (let deleted = 0; ;) {
      const { rows } = await sql`delete from accounts where project = ${project} and id in (
          select id from accounts where project = ${project} and at < to_timestamp(${time / 1000})
          order by at limit ${accountsBatch}) returning id`.execute(database);
      deleted += rows.length;
      if (rows.length < accountsBatch) return deleted;
    }
  },
});

/** Deletion by age for one project. The blobs folder belongs to the data directory, and so to one project. */
export const createRetention = (
  deps: DatabaseDep,
  options: { readonly project: string; readonly blobsFolder: string },
): RetentionStoreDep['retention'] => {
  const { sql: database } = deps.database;
  const { project, blobsFolder } = options;
  const count = async (table: 'spans' | 'feedback', column: 'started_at' | 'at', time: number): Promise<number> => {
    const before = column === 'at' ? sql`to_timestamp(${time / 1000})` : sql`${time}`;
    const { rows } = await sql<{
      n: string;
    }>`select count(*) as n from ${sql.table(table)} where project = ${project} and ${sql.ref(column)} < ${before}`.execute(
      database,
    );
    return Number(rows[0]?.n ?? 0);
  };
  return {
    countBefore: async (time) => ({
      spans: await count('spans', 'started_at', time),
      feedback: await count('feedback', 'at', time),
    }),
    countRecordsBefore: async (time) => {
      const { rows } = await sql<{ n: string }>`select count(*) as n from records where project = ${project}
        and created_at < to_timestamp(${time / 1000}) and hash not in (${keptRecords(project)})`.execute(database);
      return Number(rows[0]?.n ?? 0);
    },
    ...createAccountRetention(deps, project),
    deleteRecordsBefore: async (time) => {
      let deleted = 0;
      for (;;) {
        const { rows } = await sql<{ hash: string }>`delete from records where project = ${project} and hash in (
          select hash from records where project = ${project} and created_at < to_timestamp(${time / 1000})
          and hash not in (${keptRecords(project)}) limit ${batch}) returning hash`.execute(database);
        deleted += rows.length;
        const hashes = rows.map(({ hash }) => hash);
        if (hashes.length > 0)
          await sql`delete from record_inputs where project = ${project} and hash = any(${hashes}::text[])`.execute(
            database,
          );
        if (rows.length < batch) return deleted;
      }
    },
    sweepBlobs: async (dryRun) => {
      // Listed first: what is stored while the names are read is not judged.
      const files = await readdir(blobsFolder, { recursive: true, withFileTypes: true }).catch(() => []);
      const named = await namedBlobs(deps, project);
      const orphans = files.filter(
        (entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name) && !named.has(entry.name),
      );
      if (!dryRun) for (const { parentPath, name } of orphans) await rm(join(parentPath, name), { force: true });
      return orphans.length;
    },
  };
};
