import { readFile } from 'node:fs/promises';
import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { BlobsDep } from '#kernel';
import { writeAtomic } from '#platform/files';
import type { DatabaseDep, Tables } from '#platform/postgres';
import { backedUpTables, tableOf, type BackedUpTable } from './manifest.ts';
import { entriesOf } from './read-backup.ts';

export interface RestoreRequest {
  readonly file: string;
  readonly project: string;
  /** Deletes what the project has here first. */
  readonly replace: boolean;
  /** `ledger-head.json` of the data directory: it may be ahead of the restored ledger. */
  readonly ledgerHeadFile: string;
}

const headsSchema = z.object({ version: z.literal(1), projects: z.record(z.string(), z.unknown()) });

/** The restored ledger is the one that counts from here on; its next entry notes the head again. */
const forgetHead = async (path: string, project: string): Promise<void> => {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const { version, projects } = headsSchema.parse(JSON.parse(text));
  const { [project]: _forgotten, ...others } = projects;
  await writeAtomic(path, `${JSON.stringify({ version, projects: others })}\n`, { mode: 0o600 });
};

const lineSchema = z.string();
/** Tables whose `position` is an identity column: its values are kept and its sequence moved on. */
const positioned: ReadonlySet<BackedUpTable> = new Set(['records', 'stage_runs']);

const insertLines = async (transaction: Transaction<Tables>, table: BackedUpTable, content: string): Promise<void> => {
  const rows = content
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => lineSchema.parse(JSON.parse(line)));
  if (rows.length === 0) return;
  const overriding = positioned.has(table) ? sql`overriding system value` : sql``;
  // A row travels as PostgreSQL's own text of it: JSON with NUL escapes, arrays and exact times survive.
  await sql`insert into ${sql.table(table)} ${overriding}
    select (line).* from (select unnest(${rows}::text[])::${sql.table(table)} as line offset 0) as lines`.execute(
    transaction,
  );
};

const moveSequences = async (transaction: Transaction<Tables>): Promise<void> => {
  for (const table of positioned) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'position'), (select coalesce(max(position), 1) from ${sql.table(table)}))`.execute(
      transaction,
    );
  }
};

const clear = async (transaction: Transaction<Tables>, project: string): Promise<void> => {
  await sql`alter table ledger disable trigger user`.execute(transaction);
  for (const table of backedUpTables.toReversed())
    await sql`delete from ${sql.table(table)} where project = ${project}`.execute(transaction);
  await sql`alter table ledger enable trigger user`.execute(transaction);
};

/** Whether the project has any row here. */
export const hasData = async ({ database }: DatabaseDep, project: string): Promise<boolean> => {
  for (const table of ['records', 'ledger', 'spans'] as const) {
    const { rows } = await sql<{
      found: boolean;
    }>`select exists (select 1 from ${sql.table(table)} where project = ${project}) as found`.execute(database.sql);
    if (rows[0]?.found === true) return true;
  }
  return false;
};

/** Puts a verified backup back: blobs first, then all rows in one transaction. */
export const restoreBackup = async (
  { database, blobs }: DatabaseDep & BlobsDep,
  { file, project, replace, ledgerHeadFile }: RestoreRequest,
): Promise<void> => {
  for await (const { name, content } of entriesOf(file)) if (name.startsWith('blobs/')) await blobs.put(content);
  await database.sql.transaction().execute(async (transaction) => {
    if (replace) await clear(transaction, project);
    for await (const { name, content } of entriesOf(file)) {
      const table = tableOf(name);
      if (table !== undefined) await insertLines(transaction, table, content.toString('utf8'));
    }
    await moveSequences(transaction);
  });
  await forgetHead(ledgerHeadFile, project);
};
