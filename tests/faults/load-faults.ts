import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { openClient, requestBytes } from '../../benchmarks/gateway/socket-client.ts';
import { databasePid } from '../e2e/machine.ts';
import { childrenOf, programPid, type GatewayUnderTest } from './gateway-under-test.ts';
import type { FaultCase } from './single-faults.ts';

interface Load {
  readonly answered: number;
  readonly failed: number;
  readonly slowestMs: number;
}

interface Tally {
  answered: number;
  failed: number;
  slowestMs: number;
}

/** Good calls, `connections` at once, until `over` says so. */
const load = async ({ post }: GatewayUnderTest, connections: number, over: () => boolean): Promise<Load> => {
  const tally: Tally = { answered: 0, failed: 0, slowestMs: 0 };
  const client = async (): Promise<void> => {
    while (!over()) {
      const began = performance.now();
      try {
        const response = await post({ model: 'good' });
        const text = await response.text();
        if (response.status === 200 && text.includes('All is well.')) tally.answered += 1;
        else tally.failed += 1;
      } catch {
        if (!over()) tally.failed += 1;
      }
      tally.slowestMs = Math.max(tally.slowestMs, performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  return tally;
};

const usageSchema = z.object({ rows: z.array(z.object({ by: z.record(z.string(), z.string()), calls: z.number() })) });

/** Calls of the route `good` that the accounts hold as answered. */
const accounted = async ({ project }: GatewayUnderTest): Promise<number> => {
  const usage = await project.run('usage', '--by', 'route,outcome', '--json');
  const { rows } = usageSchema.parse(usage.last);
  return rows
    .filter(({ by }) => by['route'] === 'good' && by['outcome'] === 'ok')
    .reduce((sum, { calls }) => sum + calls, 0);
};

const until = async (isSo: () => Promise<boolean>, milliseconds: number): Promise<boolean> => {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    if (await isSo()) return true;
    await sleep(500);
  }
  return isSo();
};

const outageMs = 60_000;

const databaseDown: FaultCase = {
  name: 'database down for a minute',
  run: async (gateway) => {
    const before = await accounted(gateway);
    const data = join(gateway.project.folder, '.throughline');
    let over = false;
    const loading = load(gateway, 4, () => over);
    await sleep(1000);
    const end = Date.now() + outageMs;
    // Stopped and not killed: the supervisor would start it again at once.
    const pid = databasePid(data);
    const all = [pid, ...childrenOf(pid)];
    for (const one of all) process.kill(one, 'SIGSTOP');
    await sleep(Math.max(0, end - Date.now()));
    for (const one of all) process.kill(one, 'SIGCONT');
    await sleep(1000);
    over = true;
    const { answered, failed, slowestMs } = await loading;
    const exact = await until(async () => (await accounted(gateway)) - before === answered, 30_000);
    const held = (await accounted(gateway)) - before;
    return {
      fault: 'database stopped for a minute under load',
      saw: `${answered} answered, ${failed} failed, slowest ${slowestMs.toFixed(0)} ms, accounts ${held}`,
      passed: failed === 0 && answered > 100 && exact,
    };
  },
};

const killed: FaultCase = {
  name: 'kill -9 under load',
  run: async (gateway) => {
    const before = await accounted(gateway);
    let over = false;
    const loading = load(gateway, 8, () => over);
    await sleep(3000);
    const { child } = gateway.server();
    const ended = new Promise((resolve) => child.once('close', resolve));
    process.kill(programPid(gateway.server()), 'SIGKILL');
    over = true;
    const { answered } = await loading;
    await ended;
    await gateway.restart();
    const kept = await until(async () => (await accounted(gateway)) - before >= answered, 20_000);
    const held = (await accounted(gateway)) - before;
    return {
      fault: 'kill -9 under load, then a new start',
      saw: `${answered} answered, accounts ${held}`,
      passed: answered > 100 && kept && held - answered <= 8,
    };
  },
};

const badKeys: FaultCase = {
  name: '10,000 bad keys a second',
  run: async (gateway) => {
    let over = false;
    let [refused, letIn] = [0, 0];
    const url = `${gateway.server().url}/v1/chat/completions`;
    const body = JSON.stringify({ model: 'good', messages: [{ role: 'user', content: 'Hi' }] });
    const flood = async (worker: number): Promise<void> => {
      const client = await openClient(url);
      for (let call = 0; !over; call += 1) {
        const key = `tl_${(worker * 1e9 + call).toString(16).padStart(12, '0')}_${'x'.repeat(43)}`;
        const { status } = await client.send(requestBytes({ url, key, body }));
        if (status >= 400) refused += 1;
        else letIn += 1;
      }
      client.close();
    };
    const began = performance.now();
    const flooding = Promise.all(Array.from({ length: 16 }, (_, worker) => flood(worker)));
    const loading = load(gateway, 2, () => over);
    await sleep(3000);
    over = true;
    const { answered, failed, slowestMs } = await loading;
    await flooding;
    const perSecond = refused / ((performance.now() - began) / 1000);
    return {
      fault: 'bad keys as fast as one client can send them',
      saw: `${perSecond.toFixed(0)} refused a second, ${letIn} let in; good ones: ${answered} answered, ${failed} failed, slowest ${slowestMs.toFixed(0)} ms`,
      passed: failed === 0 && answered > 20 && letIn === 0,
    };
  },
};

/** Faults that need many requests at once. */
export const loadFaults: readonly FaultCase[] = [badKeys, databaseDown, killed];
