// What the gateway adds to a provider's answer, against the provider itself, the barest proxy that Node allows, and
// Portkey's gateway, all in one run against one mock provider on loopback. Load generator and mock share the first
// processor, whoever is measured has the second. Rounds alternate between peers, so that a slow minute of the machine
// hits all of them; medians of the rounds are printed.
import { cpus, loadavg } from 'node:os';
import { measure, type Measured } from './gateway/measure.ts';
import {
  canPin,
  direct,
  pin,
  startDispatch,
  startMock,
  startPortkey,
  startThroughline,
  type RunningPeer,
} from './gateway/peers.ts';
import { quantile } from './figures.ts';
import { measureStreams } from './gateway/streams.ts';
import { measureBodies, measureCache, measureMemory } from './gateway/special.ts';

const rounds = 3;
const question = 'How large may a request body be when nothing is configured? '.repeat(16);
const body = JSON.stringify({ model: 'mock', messages: [{ role: 'user', content: question }], temperature: 0 });

interface Row {
  readonly name: string;
  readonly one: Measured[];
  readonly many: Measured[];
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

const measureRounds = async (peers: readonly RunningPeer[]): Promise<readonly Row[]> => {
  const rows = peers.map(({ name }): Row => ({ name, one: [], many: [] }));
  for (const peer of peers) await measure(peer, { connections: 32, seconds: 4, body });
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, peer] of peers.entries()) {
      rows[index]?.one.push(await measure(peer, { connections: 1, seconds: 2, body }));
      rows[index]?.many.push(await measure(peer, { connections: 64, seconds: 3, body }));
    }
  }
  return rows;
};

const print = (rows: readonly Row[]): void => {
  const [base] = rows;
  const zero = median(base?.one.map(({ totalMs }) => totalMs(0.5)) ?? []);
  const portkey = rows.find(({ name }) => name.startsWith('Portkey'));
  const slowest = portkey && median(portkey.many.map(({ perSecond }) => perSecond));
  console.log(
    `${'1.2 kB, whole answers'.padEnd(24)} added p50   p99 at 1   requests/s at 64   p99 at 64   times Portkey   failed`,
  );
  for (const { name, one, many } of rows) {
    const perSecond = median(many.map((measured) => measured.perSecond));
    const columns = [
      `${(median(one.map(({ totalMs }) => totalMs(0.5))) - zero).toFixed(3)} ms`,
      `${median(one.map(({ totalMs }) => totalMs(0.99))).toFixed(2)} ms`,
      perSecond.toFixed(0),
      `${median(many.map(({ totalMs }) => totalMs(0.99))).toFixed(1)} ms`,
      slowest === undefined ? '-' : (perSecond / slowest).toFixed(1),
      String([...one, ...many].reduce((sum, { failures }) => sum + failures, 0)),
    ];
    const widths = [11, 11, 19, 12, 16, 9];
    console.log(name.padEnd(22) + columns.map((text, index) => text.padStart(widths[index] ?? 10)).join(''));
  }
};

const mock = await startMock();
pin(process.pid, '0');
const throughline = await startThroughline(mock);
const portkey = await startPortkey(mock);
const dispatch = await startDispatch(mock);
const peers = [direct(mock), dispatch, throughline, ...(portkey === undefined ? [] : [portkey])];
try {
  console.log(
    `${cpus().length} processors, ${canPin ? 'pinned' : 'not pinned (taskset is absent)'}, load ${(loadavg()[0] ?? 0).toFixed(1)}, node ${process.version}, ${rounds} rounds`,
  );
  if (portkey === undefined) console.log('Portkey: not measured, it could not be installed.');
  print(await measureRounds(peers));
  await measureStreams(mock, peers);
  await measureBodies(peers);
  await measureCache(throughline);
  await measureMemory(throughline);
} finally {
  await Promise.allSettled(peers.map(({ close }) => close()));
  mock.close();
}
