import { sql, type Kysely } from 'kysely';
import { err, ok, type Fault, type Result } from '#kernel';
import { postgresFault } from './errors.ts';
import { migrations } from './migrations/index.ts';
import type { Tables } from './tables.ts';

/** Any constant: the advisory lock that one migrating process holds. */
const migrationLock = 7_470_001;

const readVersion = async (database: Kysely<Tables>): Promise<number> => {
  // Not to_regclass(): it may answer from a cache that is older than the lock that was just waited for.
  const found = await sql<{ exists: boolean }>`
    select exists (select from pg_tables where schemaname = current_schema() and tablename = 'schema_versions') as exists
  `.execute(database);
  if (found.rows[0]?.exists !== true) return 0;
  const versions = await sql<{
    version: number;
  }>`select coalesce(max(version), 0)::int as version from schema_versions`.execute(database);
  return versions.rows[0]?.version ?? 0;
};

const applyMissing = async (database: Kysely<Tables>): Promise<void> => {
  await database.transaction().execute(async (transaction) => {
    await sql`set local statement_timeout = 0`.execute(transaction);
    await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(transaction);
    const version = await readVersion(transaction);
    if (version === 0) {
      await sql`create table schema_versions (version int primary key, applied_at timestamptz not null default now())`.execute(
        transaction,
      );
    }
    for (const [index, statements] of migrations.entries()) {
      if (index < version) continue;
      await sql.raw(statements).execute(transaction);
      await sql`insert into schema_versions (version) values (${index + 1})`.execute(transaction);
    }
  });
};

/** Brings the schema up to date, in one transaction, once among all processes. */
export const migrate = async (database: Kysely<Tables>): Promise<Result<void, Fault>> => {
  const found = await readVersion(database);
  if (found > migrations.length)
    return err(postgresFault('PLATFORM_SCHEMA_NEWER', { found, known: migrations.length }));
  if (found < migrations.length) await applyMissing(database);
  return ok(undefined);
};
