import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { access, chown, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { copyBinaries, findBinaries, programPath } from './binaries.ts';
import { cleanUp, isRoot, open, startClient, temporary } from './fault-testing.ts';

test(
  'a directory without write permission is a fault',
  { skip: !isRoot && 'needs root to become another user' },
  async (t) => {
    const directory = await temporary(t, 0o755);
    const client = startClient(t, ['hold', directory], { uid: 65_534, gid: 65_534 });
    const said = await client.next('fault');
    assert.equal(said['fault'], 'PLATFORM_NOT_WRITABLE');
  },
);

test(
  'below a directory that the database user cannot enter, data goes to /var/lib',
  { skip: !isRoot && 'needs root' },
  async (t) => {
    const directory = await temporary(t, 0o700);
    const dataDirectory = join(directory, 'data');
    const client = startClient(t, ['hold', dataDirectory]);
    const { log } = await client.next('log');
    const { cluster } = JSON.parse(await readFile(join(dataDirectory, 'postgres-location.json'), 'utf8'));
    cleanUp(t, () => rm(dirname(cluster), { recursive: true, force: true }));
    assert.match(cluster, /^\/var\/lib\/throughline\//);
    assert.ok(String(log).includes(cluster));
    await client.next('server');
    await client.close();
    const again = startClient(t, ['hold', dataDirectory]);
    await again.next('server');
    assert.ok(!again.lines.some((line) => 'log' in line), 'said once');
    again.child.kill('SIGKILL');
    await once(again.child, 'exit');
    await rm(dataDirectory, { recursive: true });
    const fresh = startClient(t, ['hold', dataDirectory]);
    await fresh.next('server');
    await assert.rejects(access(cluster), 'the data of the deleted directory is gone');
    const note = JSON.parse(await readFile(join(dataDirectory, 'postgres-location.json'), 'utf8'));
    cleanUp(t, () => rm(dirname(note.cluster), { recursive: true, force: true }));
    await fresh.close();
  },
);

test(
  'binaries that the database user cannot reach are copied to where it can',
  { skip: !isRoot && 'needs root' },
  async (t) => {
    const directory = await temporary(t);
    const binaries = await findBinaries();
    assert.ok(binaries.ok);
    const copies = await Promise.all([
      copyBinaries(binaries.value, directory),
      copyBinaries(binaries.value, directory),
    ]);
    assert.deepEqual(copies[0], copies[1]);
    const program = programPath(copies[0], 'postgres');
    const version = spawnSync(program, ['--version'], { uid: 65_534, gid: 65_534, cwd: '/', encoding: 'utf8' });
    assert.match(version.stdout, /^postgres \(PostgreSQL\) \d+/);
    assert.equal((await readdir(directory)).length, 1);
  },
);

test('an ordinary user can do everything', { skip: !isRoot && 'the other tests do this already' }, async (t) => {
  const directory = await temporary(t, 0o700);
  await chown(directory, 65_534, 65_534);
  const client = startClient(t, ['hold', directory], { uid: 65_534, gid: 65_534 });
  assert.ok((await client.next('server'))['server']);
  await client.close();
  const database = await open(t, directory);
  assert.equal((await stat(join(directory, 'postgres'))).uid, 65_534);
  await database.close();
  const again = startClient(t, ['hold', directory], { uid: 65_534, gid: 65_534 });
  assert.ok((await again.next('server'))['server'], 'root has left nothing that the owner cannot use');
  await again.close();
});
