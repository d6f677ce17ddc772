import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { sql } from 'kysely';
import { isFaultError } from '#kernel';
import { openDatabase } from '#platform/postgres';
import { cleanUp, storesOf, temporary } from './fault-testing.ts';

/** Mounts a small file system; says why when it cannot. */
const mountSmall = (t: TestContext, directory: string, megabytes: number): boolean => {
  const mounted = spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0711`, 'tmpfs', directory], {
    encoding: 'utf8',
  });
  if (mounted.status !== 0) {
    t.skip(`cannot mount a tmpfs here: ${mounted.stderr?.trim() || mounted.error?.message}`);
    return false;
  }
  cleanUp(t, () => void spawnSync('/bin/umount', ['-l', directory]));
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
