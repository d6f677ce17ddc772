import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { test, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { isFaultError } from '#kernel';
import { createIds, createSystemClock } from '#platform/clock';
import { openDatabase, type Database } from '#platform/postgres';
import { processIdentity } from '#platform/process';
import { createStores } from '../stores/create-stores.ts';
import { copyBinaries, findBinaries, programPath } from './binaries.ts';

const isRoot = process.getuid?.() === 0;
const script = join(import.meta.dirname, 'fault-client.ts');

const cleanups = new WeakMap<TestContext, (() => unknown)[]>();

/** Hooks of node:test run in the order they were registered; what was opened last must be closed first. */
const cleanUp = (t: TestContext, work: () => unknown): void => {
  const known = cleanups.get(t);
  if (known) return void known.push(work);
  const list = [work];
  cleanups.set(t, list);
  t.after(async () => {
    for (const each of list.toReversed()) await each();
  });
};

/** A directory with a space that the database's user can enter. */
const temporary = async (t: TestContext, mode = 0o711): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'throughline fault '));
  await chmod(directory, mode);
  cleanUp(t, () => rm(directory, { recursive: true, force: true, maxRetries: 20 }));
  return directory;
};

interface Client {
  readonly child: ChildProcessWithoutNullStreams;
  readonly lines: Readonly<Record<string, unknown>>[];
  /** The first line that has this key. */
  readonly next: (key: string) => Promise<Readonly<Record<string, unknown>>>;
  readonly close: () => Promise<void>;
}

const startClient = (t: TestContext, mode: string, directory: string, account: { readonly uid?: number; readonly gid?: number } = {}): Client => {
  const child = spawn(process.execPath, [script, mode, directory], { ...account, cwd: '/', stdio: 'pipe' });
  const lines: Readonly<Record<string, unknown>>[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  child.stderr.pipe(process.stderr);
  child.stdin.on('error', () => undefined);
  cleanUp(t, () => void child.kill('SIGKILL'));
  const next = async (key: string) => {
    for (let wait = 0; wait < 3_000; wait += 1) {
      const found = lines.find((line) => key in line);
      if (found) return found;
      await sleep(10);
    }
    throw new Error(`The client never said ${key}: ${JSON.stringify(lines)}`);
  };
  const close = async () => {
    if (child.exitCode !== null) return;
    child.stdin.write('close\n');
    await once(child, 'exit');
  };
  return { child, lines, next, close };
};

const open = async (t: TestContext, dataDirectory: string): Promise<Database> => {
  const opened = await openDatabase({ dataDirectory, url: undefined });
  assert.ok(opened.ok, opened.ok ? '' : `${opened.error.what} ${opened.error.why}`);
  cleanUp(t, () => opened.value.close());
  return opened.value;
};

const waitUntilDead = async (pid: number): Promise<boolean> => {
  for (let wait = 0; wait < 500 && processIdentity(pid) !== undefined; wait += 1) await sleep(10);
  return processIdentity(pid) === undefined;
};

const storesOf = (database: Database, dataDirectory: string) =>
  createStores({ database, clock: createSystemClock(), ids: createIds(), dataDirectory }, 'fault-test');

test('after kill -9 of its only user the server lives on, the next user adopts it, and the last one stops it', async (t) => {
  const directory = await temporary(t);
  const first = startClient(t, 'hold', directory);
  const { server } = await first.next('server');
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const startedAt = performance.now();
  const database = await open(t, directory);
  t.diagnostic(`adopted and schema checked in ${Math.round(performance.now() - startedAt)} ms`);
  assert.equal(database.serverPid(), server);
  await database.close();
  assert.ok(await waitUntilDead(Number(server)));
  assert.deepEqual(await readdir(join(directory, 'clients')), []);
  const restartedAt = performance.now();
  const again = await open(t, directory);
  t.diagnostic(`started on the existing directory in ${Math.round(performance.now() - restartedAt)} ms`);
  assert.notEqual(again.serverPid(), server);
});

test('after kill -9 of the server a query starts it again and finds everything that was committed', async (t) => {
  const directory = await temporary(t);
  const database = await open(t, directory);
  const { ledger } = storesOf(database, directory);
  const other = startClient(t, 'append', directory);
  await other.next('sequence');
  for (let round = 0; round < 3; round += 1) {
    const pid = database.serverPid() ?? 0;
    process.kill(pid, 'SIGKILL');
    await waitUntilDead(pid);
    const startedAt = performance.now();
    await ledger.append({ actor: 'fault', kind: 'count-up', subject: 's', payload: round });
    t.diagnostic(`recovered in ${Math.round(performance.now() - startedAt)} ms`);
    const said = other.lines.length;
    for (let wait = 0; wait < 500 && other.lines.length === said; wait += 1) await sleep(10);
    assert.ok(other.lines.length > said, 'the other process goes on too');
  }
  await other.close();
  const acknowledged = other.lines.flatMap(({ sequence }) => (typeof sequence === 'number' ? [sequence] : []));
  const verdict = await ledger.verify();
  assert.equal(verdict.intact, true);
  // Every append happened exactly once: all that were acknowledged, and nothing twice.
  assert.equal(verdict.entries, acknowledged.length + 3);
  assert.equal(new Set(acknowledged).size, acknowledged.length);
});

test('processes that start at once on a new directory share one server, and the last one stops it', async (t) => {
  const directory = await temporary(t);
  const clients = Array.from({ length: 4 }, () => startClient(t, 'hold', directory));
  const servers = await Promise.all(clients.map(async ({ next }) => (await next('server'))['server']));
  assert.equal(new Set(servers).size, 1);
  await Promise.all(clients.slice(1).map(({ close }) => close()));
  assert.ok(processIdentity(Number(servers[0])));
  await clients[0]?.close();
  assert.equal(processIdentity(Number(servers[0])), undefined);
});

test('a process that exits without closing stops the server', async (t) => {
  const directory = await temporary(t);
  const client = startClient(t, 'exit', directory);
  const { server } = await client.next('server');
  assert.ok(await waitUntilDead(Number(server)));
});

test('work whose result was stored is not done again after kill -9', async (t) => {
  const directory = await temporary(t);
  const client = startClient(t, 'crash', directory);
  await once(client.child, 'exit');
  const { journal } = storesOf(await open(t, directory), directory);
  const value = await journal.once({ step: 'pay', inputs: 'question 1' }, () => Promise.reject(new Error('paid twice')));
  assert.equal(value, 'paid once');
});

test('kill -9 while the cluster is made leaves nothing that is in the way', async (t) => {
  const directory = await temporary(t);
  const client = startClient(t, 'hold', directory);
  for (let wait = 0; wait < 500; wait += 1) {
    if ((await readdir(directory)).some((name) => name.startsWith('postgres.new-') && !name.endsWith('password'))) break;
    await sleep(5);
  }
  await sleep(150);
  client.child.kill('SIGKILL');
  await once(client.child, 'exit');
  await open(t, directory);
  const left = (await readdir(directory)).filter((name) => name.includes('.new-'));
  assert.deepEqual(left, []);
});

test('a postmaster.pid that names another live program does not keep the server from starting', async (t) => {
  const directory = await temporary(t);
  const client = startClient(t, 'hold', directory);
  const { server } = await client.next('server');
  process.kill(Number(server), 'SIGKILL');
  client.child.kill('SIGKILL');
  await waitUntilDead(Number(server));
  const path = join(directory, 'postgres', 'postmaster.pid');
  const [, ...rest] = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, [process.ppid, ...rest].join('\n'));
  await open(t, directory);
});

test('a directory without write permission is a fault', { skip: !isRoot && 'needs root to become another user' }, async (t) => {
  const directory = await temporary(t, 0o755);
  const client = startClient(t, 'hold', directory, { uid: 65_534, gid: 65_534 });
  const said = await client.next('fault');
  assert.equal(said['fault'], 'PLATFORM_NOT_WRITABLE');
});

test('an ordinary user can do everything', { skip: !isRoot && 'the other tests do this already' }, async (t) => {
  const directory = await temporary(t, 0o700);
  await chown(directory, 65_534, 65_534);
  const client = startClient(t, 'hold', directory, { uid: 65_534, gid: 65_534 });
  assert.ok((await client.next('server'))['server']);
  await client.close();
  const database = await open(t, directory);
  assert.equal((await stat(join(directory, 'postgres'))).uid, 65_534);
  await database.close();
  const again = startClient(t, 'hold', directory, { uid: 65_534, gid: 65_534 });
  assert.ok((await again.next('server'))['server'], 'root has left nothing that the owner cannot use');
  await again.close();
});

test('below a directory that the database user cannot enter, data goes to /var/lib', { skip: !isRoot && 'needs root' }, async (t) => {
  const directory = await temporary(t, 0o700);
  const dataDirectory = join(directory, 'data');
  const client = startClient(t, 'hold', dataDirectory);
  const { log } = await client.next('log');
  const { cluster } = JSON.parse(await readFile(join(dataDirectory, 'postgres-location.json'), 'utf8'));
  cleanUp(t, () => rm(dirname(cluster), { recursive: true, force: true }));
  assert.match(cluster, /^\/var\/lib\/throughline\//);
  assert.ok(String(log).includes(cluster));
  await client.next('server');
  await client.close();
  const again = startClient(t, 'hold', dataDirectory);
  await again.next('server');
  assert.ok(!again.lines.some((line) => 'log' in line), 'said once');
  again.child.kill('SIGKILL');
  await once(again.child, 'exit');
  await rm(dataDirectory, { recursive: true });
  const fresh = startClient(t, 'hold', dataDirectory);
  await fresh.next('server');
  await assert.rejects(access(cluster), 'the data of the deleted directory is gone');
  const note = JSON.parse(await readFile(join(dataDirectory, 'postgres-location.json'), 'utf8'));
  cleanUp(t, () => rm(dirname(note.cluster), { recursive: true, force: true }));
  await fresh.close();
});

test('binaries that the database user cannot reach are copied to where it can', { skip: !isRoot && 'needs root' }, async (t) => {
  const directory = await temporary(t);
  const binaries = await findBinaries();
  assert.ok(binaries.ok);
  const copies = await Promise.all([copyBinaries(binaries.value, directory), copyBinaries(binaries.value, directory)]);
  assert.deepEqual(copies[0], copies[1]);
  const program = programPath(copies[0], 'postgres');
  const version = spawnSync(program, ['--version'], { uid: 65_534, gid: 65_534, cwd: '/', encoding: 'utf8' });
  assert.match(version.stdout, /^postgres \(PostgreSQL\) \d+/);
  assert.equal((await readdir(directory)).length, 1);
});

/** Mounts a small file system; says why when it cannot. */
const mountSmall = (t: TestContext, directory: string, megabytes: number): boolean => {
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'tmpfs', directory], { encoding: 'utf8' });
  if (mounted.status !== 0) {
    t.skip(`cannot mount a tmpfs here: ${mounted.stderr?.trim() || mounted.error?.message}`);
    return false;
  }
  cleanUp(t, () => void spawnSync('umount', ['-l', directory]));
  return true;
};

test('a disk that is full at the first start is a fault, and nothing half made is left', async (t) => {
  const directory = join(await temporary(t), 'small');
  await mkdir(directory);
  if (!mountSmall(t, directory, 16)) return;
  const opened = await openDatabase({ dataDirectory: directory, url: undefined });
  assert.ok(!opened.ok);
  assert.equal(opened.error.code, 'PLATFORM_DISK_FULL');
  assert.ok(!(await readdir(directory)).some((name) => name.startsWith('postgres.new') || name === 'postgres'));
});

test('a disk that fills up while running is a fault, and work goes on when there is space again', async (t) => {
  const directory = join(await temporary(t), 'small');
  await mkdir(directory);
  if (!mountSmall(t, directory, 80)) return;
  const opened = await openDatabase({ dataDirectory: directory, url: undefined, patienceMs: 2_000 });
  assert.ok(opened.ok);
  const database = opened.value;
  const { records } = storesOf(database, directory);
  const by = { stage: 'charter', actor: 'a', reason: 'r' } as const;
  const before = await records.decide({ type: 'charter/note', body: 'before', inputs: [] }, by);
  const ballast = join(directory, 'ballast');
  spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=64k']);
  const fill = async (): Promise<void> => {
    for (let index = 0; index < 200; index += 1) {
      const body = { index, noise: Array.from({ length: 4_000 }, () => Math.random()) };
      await records.decide({ type: 'charter/note', body, inputs: [] }, by);
    }
  };
  const full = await fill().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(isFaultError(full), String(full));
  assert.equal(full.fault.code, 'PLATFORM_DISK_FULL', full.fault.why);
  await truncate(ballast);
  assert.deepEqual(await records.get(before.hash), before);
  await records.decide({ type: 'charter/note', body: 'after', inputs: [] }, by);
  assert.equal((await sql<{ one: number }>`select 1 as one`.execute(database.sql)).rows[0]?.one, 1);
  await database.close();
});
