// Long prompts, disconnects in the middle of large bodies, cache hits, and what is left in memory after many requests.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { measure } from './measure.ts';
import type { RunningPeer, ThroughlinePeer } from './peers.ts';

const long = JSON.stringify({
  model: 'mock',
  messages: [{ role: 'user', content: 'The quick brown fox jumps over it. '.repeat(2900) }],
  temperature: 0,
});

/** Prompts of 100 kB, as a share of the barest proxy. */
export const measureBodies = async (peers: readonly RunningPeer[]): Promise<void> => {
  console.log('\n100 kB prompts at 16 connections');
  let bare: number | undefined;
  for (const peer of peers) {
    const { perSecond, failures } = await measure(peer, { connections: 16, seconds: 3, body: long });
    if (peer.name.startsWith('bare')) bare = perSecond;
    const share = bare === undefined ? '' : `   ${((100 * perSecond) / bare).toFixed(0)} % of the bare proxy`;
    console.log(`  ${peer.name.padEnd(22)} ${perSecond.toFixed(0)} requests/s${share}   failed ${failures}`);
  }
};

const disconnect = (peer: ThroughlinePeer): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { hostname, port, pathname } = new URL(peer.url);
  const socket = connect({ host: hostname, port: Number(port) });
  const size = 5 * 1024 * 1024;
  socket.write(
    `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${peer.key}\r\ncontent-type: application/json\r\ncontent-length: ${size + 100}\r\n\r\n`,
  );
  socket.on('error', () => resolve());
  socket.write(Buffer.alloc(size, 97), () => {
    socket.destroy();
    resolve();
  });
  return promise;
};

const worstHealthMs = async (peer: ThroughlinePeer): Promise<number> => {
  const probe = fork(join(import.meta.dirname, 'health-probe.ts'), [`${peer.base}/healthz`]);
  await once(probe, 'message');
  await sleep(300);
  const told = once(probe, 'message');
  await Promise.all(Array.from({ length: 30 }, () => disconnect(peer)));
  await sleep(500);
  probe.send('over');
  return (await told)[0].worst;
};

/** Exact cache hits. */
export const measureCache = async (peer: ThroughlinePeer): Promise<void> => {
  const body = JSON.stringify({ model: 'cached', messages: [{ role: 'user', content: 'Cached?' }], temperature: 0 });
  await measure(peer, { connections: 16, seconds: 2, body });
  const one = await measure(peer, { connections: 1, seconds: 2, body });
  const many = await measure(peer, { connections: 64, seconds: 3, body });
  console.log(
    `\nExact cache hits: ${many.perSecond.toFixed(0)} requests/s at 64, p50 ${one.totalMs(0.5).toFixed(3)} ms at 1, failed ${one.failures + many.failures}`,
  );
  console.log(`30 disconnects with 5 MB bodies: /healthz at worst ${(await worstHealthMs(peer)).toFixed(0)} ms`);
};

const rssMb = (pid: number | undefined): number =>
  pid === undefined ? NaN : Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

/** Growth of resident memory after warm-up, for each 100,000 requests. */
export const measureMemory = async (peer: ThroughlinePeer): Promise<void> => {
  const body = JSON.stringify({ model: 'mock', messages: [{ role: 'user', content: 'Again?' }], temperature: 0 });
  await measure(peer, { connections: 64, seconds: 15, body });
  const before = rssMb(peer.pid);
  const { requests } = await measure(peer, { connections: 64, seconds: 20, body });
  const slope = ((rssMb(peer.pid) - before) * 100_000) / requests;
  console.log(
    `Memory: ${rssMb(peer.pid).toFixed(0)} MB, ${slope.toFixed(1)} MB for each 100,000 requests (${requests} sent)`,
  );
};
