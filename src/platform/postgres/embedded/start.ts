import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Fault, type Result } from '#kernel';
import { freePort } from '#platform/process';
import { programPath } from './binaries.ts';
import type { Home } from './home.ts';
import { programFault } from './initialise.ts';
import { disownStalePid, findPostmaster, type Postmaster } from './postmaster.ts';
import { programEnvironment } from './run-program.ts';

export interface StartOptions {
  /** Tried first, so that connections of other processes find the server again. */
  readonly port?: number | undefined;
  /** False only in tests: a power cut may then lose data. */
  readonly durable: boolean;
}

/** A server that recovers after a crash may need a while. */
export const startTimeoutMs = 60_000;
const logLimitBytes = 4 * 1024 * 1024;
const attempts = 10;

const serverSettings = (port: number, durable: boolean): readonly string[] =>
  Object.entries({
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    max_connections: 60,
    shared_buffers: '64MB',
    maintenance_work_mem: '32MB',
    huge_pages: 'off',
    jit: 'off',
    io_method: 'sync',
    wal_level: 'minimal',
    max_wal_senders: 0,
    max_logical_replication_workers: 0,
    min_wal_size: '16MB',
    max_wal_size: '256MB',
    recovery_init_sync_method: process.platform === 'linux' ? 'syncfs' : 'fsync',
    log_checkpoints: 'off',
    log_min_messages: 'log',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

const openLog = (path: string): number => {
  const log = openSync(path, 'a', 0o600);
  if (fstatSync(log).size > logLimitBytes) ftruncateSync(log);
  return log;
};

const spawnServer = (home: Home, port: number, durable: boolean): { child: ChildProcess; logStart: number } => {
  const log = openLog(home.log);
  try {
    const child = spawn(
      programPath(home.binaries, 'postgres'),
      ['-D', home.cluster, ...serverSettings(port, durable)],
      {
        ...home.account,
        cwd: home.account ? '/' : home.dataDirectory,
        env: programEnvironment(),
        detached: true,
        stdio: ['ignore', log, log],
      },
    );
    child.unref();
    return { child, logStart: fstatSync(log).size };
  } finally {
    closeSync(log);
  }
};

const isReady = (found: Postmaster | undefined): found is Postmaster => found?.status === 'ready';

/** Undefined when the server ended or did not get there in time. */
const waitUntilReady = async (home: Home, hasEnded: () => boolean): Promise<Postmaster | undefined> => {
  const deadline = performance.now() + startTimeoutMs;
  while (performance.now() < deadline && !hasEnded()) {
    const found = await findPostmaster(home);
    if (isReady(found)) return found;
    await sleep(5);
  }
  return undefined;
};

const startOnce = async (home: Home, port: number, durable: boolean): Promise<Result<Postmaster, string>> => {
  await disownStalePid(home);
  const { child, logStart } = spawnServer(home, port, durable);
  let spawnProblem: Error | undefined;
  child.once('error', (problem) => {
    spawnProblem = problem;
  });
  const hasEnded = () => spawnProblem !== undefined || child.exitCode !== null || child.signalCode !== null;
  const found = await waitUntilReady(home, hasEnded);
  if (found) return ok(found);
  if (!hasEnded()) child.kill('SIGQUIT');
  return err(spawnProblem?.message ?? readFileSync(home.log).subarray(logStart).toString('utf8').slice(-8_192));
};

const isPortProblem = (output: string): boolean => /could not bind|could not create any TCP\/IP sockets/i.test(output);

/** Back ends of a server that was killed need a moment to notice and leave. */
const isLeaving = (output: string): boolean =>
  /pre-existing shared memory block|lock file "postmaster.pid" already exists/i.test(output);

/** Starts the server on a free port of 127.0.0.1, detached, so that it outlives this process. */
export const startServer = async (home: Home, { port, durable }: StartOptions): Promise<Result<Postmaster, Fault>> => {
  let candidate = port ?? (await freePort());
  let output = '';
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const started = await startOnce(home, candidate, durable);
    if (started.ok) return started;
    output = started.error;
    if (isPortProblem(output)) candidate = await freePort();
    else if (isLeaving(output)) await sleep(100 * (attempt + 1));
    else break;
  }
  return err(programFault(home, output));
};
