// What serving itself costs: client time minus the time inside a scripted application, over HTTP, with API keys,
// canary assignment, metrics, spans and exposures on and stored in PostgreSQL. Server and client are two processes.
// Peer: a bare Fastify route in the same process that waits as long and does nothing else.
import { fork, type ChildProcess } from 'node:child_process';
import { Agent, request } from 'node:http';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import fastify from 'fastify';
import { ok, type Exposure } from '#kernel';
import { createAuth } from '#platform/auth';
import { createTestDatabase } from '#platform/postgres/testing';
import { createBatchQueue, createTelemetry } from '#platform/telemetry';
import {
  createAdmission,
  createKeyCache,
  createServeMeter,
  serveByteRoutes,
  serveRoutes,
  type ServeDeps,
} from '#run/serve';
import { scriptedApplication, testAnswer } from '#run/serve/testing';
import { createAdmitBytes } from '../src/program/http/admit-bytes.ts';
import { createIsForeign } from '../src/program/http/foreign.ts';
import { createHttpServer } from '../src/program/http/http-server.ts';

const concurrency = 50;
const modelMs = 100;
const seconds = 10;
const body = JSON.stringify({
  model: 'throughline',
  messages: [{ role: 'user', content: 'How large may a request body be when nothing is configured? '.repeat(16) }],
});

interface Target {
  readonly url: string;
  readonly key: string;
}

interface Targets {
  readonly release: Target;
  readonly bare: Target;
}

/** Waits as a model would and says how long it really took. */
const wait = async (milliseconds: number): Promise<number> => {
  const began = performance.now();
  if (milliseconds > 0) await sleep(milliseconds);
  return performance.now() - began;
};

const startRelease = async (): Promise<Target> => {
  const stores = await createTestDatabase();
  const { apiKeys, sessions } = createAuth(stores, stores.projectId);
  const { key } = await apiKeys.create({ name: 'benchmark', actor: 'benchmark' });
  const keys = createKeyCache({ clock: stores.clock, apiKeys });
  const spans = createTelemetry(stores);
  const exposures = createBatchQueue<Exposure>({ write: stores.exposures.insert });
  const admission = createAdmission({ concurrency: 64, queue: 256, now: stores.clock.monotonic });
  const drops = () => ({ spans: spans.counts().dropped, exposures: exposures.counts().dropped });
  const application = scriptedApplication('scripted', async ({ text }) =>
    testAnswer(String(await wait(text.startsWith('now') ? 0 : modelMs))),
  );
  const deps: ServeDeps = {
    ...stores,
    admission,
    telemetry: spans.telemetry,
    exposed: exposures.add,
    meter: createServeMeter({ counts: admission.counts, drops }),
    capture: 'on',
    log: () => {},
    databaseAlive: async () => true,
    allRoutes: () => [],
    version: '0',
    routing: {
      assign: () => ({ application, arm: 'control', release: 'release', rollout: { id: 'rollout', propensity: 0.25 } }),
      preview: async () => ok({ application, arm: 'preview', release: undefined, rollout: undefined }),
      models: () => [],
    },
  };
  const identify = async ({ authorization = '' }: { readonly authorization?: string | undefined }) => ({
    session: false,
    apiKey: (await keys.authenticate(authorization.slice('Bearer '.length)))?.id,
  });
  const isForeign = createIsForeign([]);
  const app = createHttpServer(
    { log: () => {}, sessions, apiKeys },
    {
      routes: serveRoutes(deps),
      byteRoutes: serveByteRoutes(deps),
      identify,
      admitBytes: createAdmitBytes({ sessions, authenticate: keys.authenticate, isForeign }),
      isForeign,
      maximumBodyBytes: 262_144,
      consoleFolder: '/nowhere',
    },
  );
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url: `${url}/v1/chat/completions`, key };
};

const startBare = async (): Promise<Target> => {
  const app = fastify();
  app.post('/', async () => ({ choices: [{ message: { content: String(await wait(modelMs)) } }] }));
  return { url: await app.listen({ port: 0, host: '127.0.0.1' }), key: 'none' };
};

interface Measured {
  readonly perSecond: number;
  /** Milliseconds of processor time of the server for one answer; other load on the machine does not change it. */
  readonly processorMs: number;
  readonly quantile: (share: number) => number;
}

const processorMs = async (server: ChildProcess): Promise<number> => {
  const { promise, resolve } = Promise.withResolvers<NodeJS.CpuUsage>();
  server.once('message', resolve);
  server.send('usage');
  const { user, system } = await promise;
  return (user + system) / 1000;
};

const once = ({ url, key }: Target, agent: Agent, content: string): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(content),
  };
  const began = performance.now();
  const call = request(url, { agent, method: 'POST', headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => {
      const took = performance.now() - began;
      const answered = Buffer.concat(chunks).toString('utf8');
      if (response.statusCode !== 200) return reject(new Error(answered));
      resolve(took - Number(JSON.parse(answered).choices[0].message.content));
    });
  });
  call.on('error', reject);
  call.end(content);
  return promise;
};

interface Load {
  readonly forSeconds: number;
  readonly content: string;
}

const load = async (target: Target, server: ChildProcess, { forSeconds, content }: Load): Promise<Measured> => {
  const before = await processorMs(server);
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const overheads: number[] = [];
  const began = performance.now();
  const client = async (offset: number): Promise<void> => {
    // Clients do not begin in step, or they would all come back at once for ever.
    await sleep((offset * modelMs) / concurrency);
    while (performance.now() - began < forSeconds * 1000) overheads.push(await once(target, agent, content));
  };
  await Promise.all(Array.from({ length: concurrency }, (_, index) => client(index)));
  const took = (performance.now() - began) / 1000;
  agent.destroy();
  const sorted = overheads.toSorted((first, second) => first - second);
  const processor = ((await processorMs(server)) - before) / sorted.length;
  return {
    processorMs: processor,
    perSecond: sorted.length / took,
    quantile: (share) => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN,
  };
};

const line = (name: string, { perSecond, quantile, processorMs: processor }: Measured): string =>
  `${name.padEnd(34)} p50 ${quantile(0.5).toFixed(2)} ms   p95 ${quantile(0.95).toFixed(2)} ms   p99 ${quantile(0.99).toFixed(2)} ms   ${perSecond.toFixed(0)} answers/s   ${processor.toFixed(2)} ms processor`;

const report = async ({ release, bare }: Targets, server: ChildProcess): Promise<void> => {
  await load(release, server, { forSeconds: 3, content: body });
  await load(bare, server, { forSeconds: 1, content: body });
  const served = await load(release, server, { forSeconds: seconds, content: body });
  const peer = await load(bare, server, { forSeconds: seconds, content: body });
  const full = await load(release, server, { forSeconds: 5, content: body.replace('How', 'now') });
  console.log(
    `${concurrency} clients, ${modelMs} ms application, ${seconds} s, ${cpus().length} cores shared by client, server and database`,
  );
  console.log(line('overhead of the release path', served));
  console.log(line('overhead of a bare Fastify route', peer));
  const ratio = served.quantile(0.5) / peer.quantile(0.5);
  console.log(
    `ratio to the bare route: p50 ${ratio.toFixed(2)}, added p50 ${(served.quantile(0.5) - peer.quantile(0.5)).toFixed(2)} ms`,
  );
  console.log(
    `targets: p50 under 3 ms ${served.quantile(0.5) < 3 ? 'met' : 'MISSED'}, p99 under 15 ms ${served.quantile(0.99) < 15 ? 'met' : 'MISSED'}`,
  );
  console.log(
    `saturated by the same clients without a wait: ${full.perSecond.toFixed(0)} answers/s, ${full.processorMs.toFixed(2)} ms processor`,
  );
};

if (process.argv[2] === 'server') {
  process.on('message', () => process.send?.(process.cpuUsage()));
  process.send?.({ release: await startRelease(), bare: await startBare() });
} else {
  const server = fork(import.meta.filename, ['server']);
  server.once('message', (targets: Targets) => {
    void report(targets, server).finally(() => server.kill('SIGTERM'));
  });
}
