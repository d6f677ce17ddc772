// Closed-loop load over keep-alive sockets.
import { quantile } from '../figures.ts';
import { openClient, requestBytes, type Sent } from './socket-client.ts';

/** Somebody who answers chat completions. */
export interface Peer {
  readonly name: string;
  readonly url: string;
  readonly key: string;
  /** Model name to ask for. */
  readonly model: string;
  readonly pid: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Load {
  readonly connections: number;
  readonly seconds: number;
  readonly body: string;
}

export interface Measured {
  readonly perSecond: number;
  readonly requests: number;
  readonly failures: number;
  /** Milliseconds at a share of the requests. */
  readonly totalMs: (share: number) => number;
  readonly firstByteMs: (share: number) => number;
  readonly gapMs: (share: number) => number;
  readonly eventsLeast: number;
}

interface Kept {
  readonly sent: Sent[];
  failures: number;
}

const oneClient = async (peer: Peer, { seconds, body }: Load, kept: Kept): Promise<void> => {
  let client = await openClient(peer.url);
  const request = requestBytes({ ...peer, body });
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    try {
      const sent = await client.send(request);
      if (sent.status === 200) kept.sent.push(sent);
      else kept.failures += 1;
    } catch {
      kept.failures += 1;
      client.close();
      client = await openClient(peer.url);
    }
  }
  client.close();
};

/** Loads a peer and keeps every latency. */
export const measure = async (peer: Peer, load: Load): Promise<Measured> => {
  const kept: Kept = { sent: [], failures: 0 };
  const began = performance.now();
  await Promise.all(Array.from({ length: load.connections }, () => oneClient(peer, load, kept)));
  const seconds = (performance.now() - began) / 1000;
  const of = (read: (sent: Sent) => number) => {
    const values = kept.sent.map(read).toSorted((first, second) => first - second);
    return (share: number): number => quantile(values, share);
  };
  return {
    perSecond: kept.sent.length / seconds,
    requests: kept.sent.length,
    failures: kept.failures,
    totalMs: of(({ totalMs }) => totalMs),
    firstByteMs: of(({ firstByteMs }) => firstByteMs),
    gapMs: of(({ longestGapMs }) => longestGapMs),
    eventsLeast: kept.sent.reduce((least, { events }) => Math.min(least, events), Infinity),
  };
};
