import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  checkPort,
  commandLine,
  freePort,
  lockServer,
  onShutdown,
  processIdentity,
  tryLock,
  waitForLock,
} from '#platform/process';

const temporary = async (t: { after: (work: () => Promise<void>) => void }): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), 'throughline lock '));
  t.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
};

const deadPid = async (): Promise<number> => {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
};

test('a live process has an identity, a dead one has none', async () => {
  assert.equal(processIdentity(process.pid), processIdentity(process.pid));
  assert.ok(processIdentity(process.pid));
  assert.equal(processIdentity(await deadPid()), undefined);
  for (const nonsense of [0, -1, 1.5, Number.NaN]) assert.equal(processIdentity(nonsense), undefined);
  assert.match(commandLine(process.pid), /node/);
});

test('a lock is held by one, names its holder, and is free after release', async (t) => {
  const path = join(await temporary(t), 'x.lock');
  const first = await tryLock(path);
  assert.ok(first.ok);
  const second = await tryLock(path);
  assert.ok(!second.ok);
  assert.equal(second.error.pid, process.pid);
  setTimeout(() => void first.value.release(), 20);
  const third = await waitForLock(path, 2_000);
  assert.ok(third.ok);
  await third.value.release();
});

test('waiting for a lock ends', async (t) => {
  const path = join(await temporary(t), 'x.lock');
  assert.ok((await tryLock(path)).ok);
  assert.equal((await waitForLock(path, 30)).ok, false);
});

test('the lock of a dead process is taken over by exactly one', async (t) => {
  const directory = await temporary(t);
  const path = join(directory, 'x.lock');
  const stale = { pid: await deadPid(), identity: 'gone', since: 'then' };
  for (let round = 0; round < 20; round += 1) {
    await writeFile(path, JSON.stringify(stale));
    const taken = await Promise.all(Array.from({ length: 8 }, () => waitForLock(path, 0)));
    const holders = taken.flatMap((each) => (each.ok ? [each.value] : []));
    assert.ok(holders.length <= 1, 'two hold the lock');
    const holder = holders[0] ?? (await waitForLock(path, 1_000));
    assert.ok(holder);
    await rm(path, { force: true });
  }
  assert.deepEqual(await readdir(directory), []);
});

test('a pid that another program has now does not hold a lock', async (t) => {
  const path = join(await temporary(t), 'x.lock');
  await writeFile(path, JSON.stringify({ pid: process.pid, identity: 'an earlier process', since: 'then' }));
  assert.ok((await tryLock(path)).ok);
});

test('a second server is told which process has the directory, and since when', async (t) => {
  const directory = await temporary(t);
  const first = await lockServer(directory);
  assert.ok(first.ok);
  const second = await lockServer(directory);
  assert.ok(!second.ok);
  assert.equal(second.error.code, 'PLATFORM_DATA_DIRECTORY_IN_USE');
  assert.ok(second.error.why.includes(`Process ${process.pid}, started at 20`), second.error.why);
  await first.value.release();
  assert.ok((await lockServer(directory)).ok);
});

test('a port in use is a fault that suggests a free one', async (t) => {
  const port = await freePort();
  assert.deepEqual(await checkPort(port), { ok: true, value: port });
  const server = createServer().listen(port, '127.0.0.1');
  t.after(() => void server.close());
  await once(server, 'listening');
  const checked = await checkPort(port);
  assert.ok(!checked.ok);
  assert.equal(checked.error.code, 'PLATFORM_PORT_IN_USE');
  assert.match(checked.error.remedy, /PORT=\d+/);
});

test('an address that this machine does not have, and a host that nobody knows, are faults of their own', async () => {
  for (const host of ['203.0.113.5', 'no-such-host.invalid']) {
    const checked = await checkPort(await freePort(), host);
    assert.equal(checked.ok ? 'ok' : checked.error.code, 'PLATFORM_CANNOT_LISTEN', host);
    if (!checked.ok) assert.match(checked.error.what, /^Port \d+ on (203|no-such)/);
  }
});

test('the first signal closes and ends, a second one ends at once', async () => {
  const codes: number[] = [];
  let finish = (): void => undefined;
  const closing = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const source = new EventEmitter();
  const stop = onShutdown(() => closing, { source, exit: (code) => codes.push(code) });
  source.emit('SIGTERM', 'SIGTERM');
  assert.deepEqual(codes, []);
  source.emit('SIGINT', 'SIGINT');
  assert.deepEqual(codes, [130]);
  finish();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(codes, [130, 143]);
  stop();
  assert.equal(source.listenerCount('SIGINT'), 0);
});

test('a close that hangs does not keep the process alive', async () => {
  const codes: number[] = [];
  const source = new EventEmitter();
  onShutdown(() => new Promise(() => undefined), { source, timeoutMs: 10, exit: (code) => codes.push(code) });
  source.emit('SIGINT', 'SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 40));
  assert.deepEqual(codes, [130]);
});
