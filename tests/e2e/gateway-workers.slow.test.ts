import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#platform/process';
import { prepareGateway } from '../faults/gateway-under-test.ts';
import { startProgram, told } from './program.ts';

type Prepared = Awaited<ReturnType<typeof prepareGateway>>;

let gateway: Prepared;
let url: string;
let stop: () => Promise<void>;
const pids = new Set<number>();

before(async () => {
  gateway = await prepareGateway();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const args = ['gateway', '--workers', '2', '--json', '--port', String(port), '--project', gateway.project.folder];
  const child = startProgram(args);
  for await (const text of createInterface({ input: child.stdout ?? process.stdin })) {
    const line = JSON.parse(text);
    if (line.type === 'listening') pids.add(line.pid);
    if (pids.size === 2) break;
  }
  stop = async () => {
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    await ended;
  };
});
after(async () => {
  await stop();
  await gateway.close();
});

const ask = async (): Promise<number> => {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.key}`, 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ model: 'good', messages: [{ role: 'user', content: 'Hi' }] }),
  });
  await response.text();
  return response.status;
};

/** A rate is counted in minutes of UTC; the test must not begin at the end of one. */
const startOfMinute = async (): Promise<void> => {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 20_000) await sleep(left);
};

test('two processes on one port share a limit exactly', { timeout: 120_000 }, async () => {
  const limited = await gateway.project.run('keys', 'limit', gateway.keyId, '--requests', '40', '--json');
  assert.equal(limited.code, 0, told(limited));
  // Each process reads changed limits within seconds.
  await sleep(6_000);
  await startOfMinute();
  const statuses = await Promise.all(Array.from({ length: 160 }, ask));
  const count = (wanted: number): number => statuses.filter((status) => status === wanted).length;
  assert.deepEqual([count(200), count(429)], [40, 120]);
  assert.equal(gateway.provider.seen('good').length, 40);
});

test('a process that is killed is replaced while the other answers', { timeout: 60_000 }, async () => {
  await gateway.project.run('keys', 'limit', gateway.keyId, '--requests', '100000', '--json');
  const [pid = assert.fail('no worker listens')] = pids;
  process.kill(pid, 'SIGKILL');
  await sleep(6_000);
  const statuses = await Promise.all(Array.from({ length: 20 }, ask));
  assert.ok(
    statuses.every((status) => status === 200 || status === 429),
    statuses.join(),
  );
});
