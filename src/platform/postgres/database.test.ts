import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { openDatabase } from '#platform/postgres';
import { createTestDatabase } from '#platform/postgres/testing';
import { freePort } from '#platform/process';
import { canTraverse } from './embedded/account.ts';
import { findBinaries, makeLibraryLinks } from './embedded/binaries.ts';
import { prepareHome } from './embedded/home.ts';
import { programFault } from './embedded/initialise.ts';
import { isRetryable } from './retry.ts';

const temporary = async (t: TestContext): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'throughline database '));
  await chmod(directory, 0o711);
  t.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
};

const openUrl = (url: string) => openDatabase({ dataDirectory: '', url, patienceMs: 150 });

test('with an address the same stores work and no server is supervised', async () => {
  const { database } = await createTestDatabase();
  const opened = await openUrl(database.url());
  assert.ok(opened.ok);
  assert.equal(opened.value.serverPid(), undefined);
  const { rows } = await sql<{ count: number }>`select count(*) from ledger`.execute(opened.value.sql);
  assert.equal(typeof rows[0]?.count, 'number');
  await opened.value.close();
});

test('an address that is wrong is a fault that says what to do', async () => {
  const { database } = await createTestDatabase();
  const codeOf = async (url: string) => {
    const opened = await openUrl(url);
    return opened.ok ? 'opened' : opened.error.code;
  };
  assert.equal(await codeOf('mysql://x'), 'PLATFORM_DATABASE_URL');
  assert.equal(await codeOf('nonsense'), 'PLATFORM_DATABASE_URL');
  assert.equal(await codeOf(database.url().replace(/:[^:@]+@/, ':wrong@')), 'PLATFORM_DATABASE_URL');
  assert.equal(await codeOf(`postgres://u:p@127.0.0.1:${await freePort()}/d`), 'PLATFORM_DATABASE_UNREACHABLE');
});

test('a schema of a newer program is refused', async () => {
  const { database } = await createTestDatabase();
  await sql`insert into schema_versions (version) values (9999)`.execute(database.sql);
  const opened = await openUrl(database.url());
  await sql`delete from schema_versions where version = 9999`.execute(database.sql);
  assert.ok(!opened.ok);
  assert.equal(opened.error.code, 'PLATFORM_SCHEMA_NEWER');
});

test('the server listens on the loopback address only, has no socket file, and wants a password', async () => {
  const { database } = await createTestDatabase();
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'max_wal_senders') order by name
  `.execute(database.sql);
  assert.deepEqual(
    rows.map(({ setting }) => setting),
    ['127.0.0.1', '0', ''],
  );
  const methods = await sql<{ auth_method: string }>`select distinct auth_method from pg_hba_file_rules`.execute(
    database.sql,
  );
  assert.deepEqual(methods.rows, [{ auth_method: 'scram-sha-256' }]);
});

test('a transaction that fails leaves nothing', async () => {
  const { database, projectId: project } = await createTestDatabase();
  const work = database.transaction(async (transaction) => {
    await transaction
      .insertInto('steps')
      .values({ project, step: 's', key: 'k', value: '1', created_at: new Date() })
      .execute();
    throw new Error('changed my mind');
  });
  await assert.rejects(work, /changed my mind/);
  assert.deepEqual(await database.sql.selectFrom('steps').selectAll().where('project', '=', project).execute(), []);
});

test('a transaction whose connection is cut is done again, once', async () => {
  const { database, ledger, pointers } = await createTestDatabase();
  let attempts = 0;
  const value = await database.transaction(async (transaction) => {
    attempts += 1;
    if (attempts === 1) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(transaction);
    return attempts;
  });
  assert.equal(value, 2);
  assert.equal(
    await pointers.set(
      { name: 'p', value: 1, expectedVersion: 0 },
      { actor: 'a', kind: 'k', subject: 's', payload: null },
    ),
    true,
  );
  assert.equal((await ledger.list({ limit: 10 })).length, 1);
});

test('only lost connections and conflicts are tried again', () => {
  const failure = (code: string) => Object.assign(new Error(code), { code });
  for (const code of ['ECONNREFUSED', '57P03', '08006', '40P01']) assert.equal(isRetryable(failure(code)), true, code);
  for (const code of ['23505', '42601', '28P01', '53100']) assert.equal(isRetryable(failure(code)), false, code);
  assert.equal(isRetryable(new Error('Connection terminated unexpectedly')), true);
});

test('library links that an install without scripts leaves out are made', async (t) => {
  const directory = await temporary(t);
  const lib = join(directory, 'native', 'lib');
  await mkdir(lib, { recursive: true });
  await writeFile(join(lib, 'libpq.so.5.18'), '');
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
  await writeFile(join(directory, 'native', 'pg-symlinks.json'), JSON.stringify(links));
  await makeLibraryLinks(directory);
  await makeLibraryLinks(directory);
  assert.equal(await readlink(join(lib, 'libpq.so.5')), 'libpq.so.5.18');
});

test('data of another PostgreSQL version, or without its password, is refused', async (t) => {
  const directory = await temporary(t);
  await mkdir(join(directory, 'postgres'));
  await writeFile(join(directory, 'postgres', 'PG_VERSION'), '14\n');
  const older = await openDatabase({ dataDirectory: directory, url: undefined });
  assert.ok(!older.ok);
  assert.equal(older.error.code, 'PLATFORM_POSTGRES_VERSION');
  const binaries = await findBinaries();
  assert.ok(binaries.ok);
  await writeFile(join(directory, 'postgres', 'PG_VERSION'), `${binaries.value.major}\n`);
  const locked = await openDatabase({ dataDirectory: directory, url: undefined });
  assert.ok(!locked.ok);
  assert.equal(locked.error.code, 'PLATFORM_POSTGRES_PASSWORD');
});

test('a directory closed to others cannot be entered by the database user', async (t) => {
  const directory = await temporary(t);
  const account = { uid: 65_533, gid: 65_533 };
  assert.equal(canTraverse(directory, account), true);
  await mkdir(join(directory, 'closed', 'below'), { recursive: true, mode: 0o755 });
  await chmod(join(directory, 'closed'), 0o700);
  assert.equal(canTraverse(join(directory, 'closed', 'below'), account), false);
});

test('what a failed program printed becomes the right fault', async (t) => {
  const home = await prepareHome(await temporary(t), () => undefined);
  assert.ok(home.ok);
  const codeOf = (output: string) => programFault(home.value, output).code;
  assert.equal(codeOf('initdb: error: could not write to file "x": No space left on device'), 'PLATFORM_DISK_FULL');
  assert.equal(codeOf('FATAL:  could not open file "y": Permission denied'), 'PLATFORM_NOT_WRITABLE');
  const other = programFault(home.value, 'LOG: a\nFATAL:  something else\nLOG: b\n');
  assert.equal(other.code, 'PLATFORM_POSTGRES_START');
  assert.match(other.why, /something else/);
});
