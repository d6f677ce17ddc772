// Streamed answers: time to the first byte, every event there, no stall of our own, the provider aborted when the client
// goes, memory while a client does not read.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { measure } from './measure.ts';
import type { Mock, RunningPeer } from './peers.ts';
import { openClient, requestBytes } from './socket-client.ts';

const streamBody = (chunks: number, paceMs: number): string =>
  JSON.stringify({
    model: 'mock',
    messages: [{ role: 'user', content: 'How large may a body be?' }],
    temperature: 0,
    stream_options: { include_usage: true },
    stream: true,
    chunks,
    pace_ms: paceMs,
  });

const firstBytes = async (peer: RunningPeer, given?: number): Promise<number> => {
  const paced = await measure(peer, { connections: 100, seconds: 5, body: streamBody(50, 20) });
  const unpaced = await measure(peer, { connections: 16, seconds: 3, body: streamBody(50, 0) });
  const crowd = await measure(peer, { connections: 256, seconds: 5, body: streamBody(50, 20) });
  const directMs = given ?? paced.firstByteMs(0.5);
  const columns = [
    `p50 ${paced.firstByteMs(0.5).toFixed(2)} ms, added ${(paced.firstByteMs(0.5) - directMs).toFixed(2)} ms (p99 ${paced.firstByteMs(0.99).toFixed(1)} ms)`,
    `${unpaced.perSecond.toFixed(0)} streams/s unpaced`,
    `least ${paced.eventsLeast} of 52 events`,
    `longest gap at 256: ${crowd.gapMs(1).toFixed(0)} ms`,
    `failed ${paced.failures + unpaced.failures + crowd.failures}`,
  ];
  console.log(`  ${peer.name.padEnd(22)} ${columns.join('   ')}`);
  return paced.firstByteMs(0.5);
};

/** Milliseconds from closing the client's socket to the close that the provider sees. */
const abortMs = async (mock: Mock, peer: RunningPeer): Promise<string> => {
  const before = (await mock.counters()).aborted;
  const client = await openClient(peer.url);
  const sending = client.send(requestBytes({ ...peer, body: streamBody(500, 20) })).catch(() => undefined);
  await sleep(300);
  const went = Date.now();
  client.close();
  await sending;
  await sleep(1500);
  const after = await mock.counters();
  const at = after.abortedAt.findLast((when) => when >= went - 5);
  return after.aborted > before && at !== undefined ? `${Math.max(0, at - went)} ms` : 'never within 1.5 s';
};

const rssMb = (pid: number | undefined): number => {
  if (pid === undefined) return NaN;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
};

/** Growth while 400 MB are pushed to a client that never reads. */
const stuckMb = async (peer: RunningPeer): Promise<number> => {
  const before = rssMb(peer.pid);
  const client = await openClient(peer.url);
  client.socket.pause();
  const sending = client.send(requestBytes({ ...peer, body: streamBody(1_600_000, 0) })).catch(() => undefined);
  let most = before;
  for (let tenth = 0; tenth < 40; tenth += 1) {
    await sleep(100);
    most = Math.max(most, rssMb(peer.pid));
  }
  client.close();
  await sending;
  return most - before;
};

export const measureStreams = async (mock: Mock, peers: readonly RunningPeer[]): Promise<void> => {
  console.log('\nStreams of 50 chunks: first byte at 100 paced streams, against the provider itself');
  const [base, ...rest] = peers;
  if (base === undefined) return;
  const directMs = await firstBytes(base);
  for (const peer of rest) await firstBytes(peer, directMs);
  console.log('\nThe client goes away in mid-stream, and a client that never reads');
  for (const peer of rest) {
    const aborted = await abortMs(mock, peer);
    console.log(
      `  ${peer.name.padEnd(22)} provider aborted after ${aborted}   memory +${(await stuckMb(peer)).toFixed(0)} MB`,
    );
  }
};
