import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { processIdentity } from '#platform/process';
import { open, startClient, storesOf, temporary, waitUntilDead } from './fault-testing.ts';

test('after kill -9 of its only user the server lives on, the next user adopts it, and the last one stops it', async (t) => {
  const directory = await temporary(t);
  const first = startClient(t, ['hold', directory]);
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
  const other = startClient(t, ['append', directory]);
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
  const clients = Array.from({ length: 4 }, () => startClient(t, ['hold', directory]));
  const servers = await Promise.all(clients.map(async ({ next }) => (await next('server'))['server']));
  assert.equal(new Set(servers).size, 1);
  await Promise.all(clients.slice(1).map(({ close }) => close()));
  assert.ok(processIdentity(Number(servers[0])));
  await clients[0]?.close();
  assert.equal(processIdentity(Number(servers[0])), undefined);
});

test('a process that exits without closing stops the server', async (t) => {
  const directory = await temporary(t);
  const client = startClient(t, ['exit', directory]);
  const { server } = await client.next('server');
  assert.ok(await waitUntilDead(Number(server)));
});

test('work whose result was stored is not done again after kill -9', async (t) => {
  const directory = await temporary(t);
  const client = startClient(t, ['crash', directory]);
  await once(client.child, 'exit');
  const { journal } = storesOf(await open(t, directory), directory);
  const value = await journal.once({ step: 'pay', inputs: 'question 1' }, () =>
    Promise.reject(new Error('paid twice')),
  );
  assert.equal(value, 'paid once');
});

test('kill -9 while the cluster is made leaves nothing that is in the way', async (t) => {
  const directory = await temporary(t);
  const client = startClient(t, ['hold', directory]);
  for (let wait = 0; wait < 500; wait += 1) {
    if ((await readdir(directory)).some((name) => name.startsWith('postgres.new-') && !name.endsWith('password')))
      break;
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
  const client = startClient(t, ['hold', directory]);
  const { server } = await client.next('server');
  process.kill(Number(server), 'SIGKILL');
  client.child.kill('SIGKILL');
  await waitUntilDead(Number(server));
  const path = join(directory, 'postgres', 'postmaster.pid');
  const [, ...rest] = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, [process.ppid, ...rest].join('\n'));
  await open(t, directory);
});
