import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok, type Fault, type LogDep, type Result } from '#kernel';
import { systemFault } from '#platform/files';
import { waitForLock } from '#platform/process';
import { postgresFault } from '../errors.ts';
import { registerClient, unregisterClient } from './clients.ts';
import { passwordOf, prepareHome, type Home } from './home.ts';
import { initialise, superuser } from './initialise.ts';
import { findPostmaster, runsOn, type Postmaster } from './postmaster.ts';
import { runProgram } from './run-program.ts';
import { startServer, startTimeoutMs } from './start.ts';

/** How to connect. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** A running embedded server, shared by all processes that opened the same data directory. */
export interface EmbeddedServer {
  readonly address: () => ServerAddress;
  /** Starts the server again when it died; the address may change. */
  readonly ensure: () => Promise<Result<ServerAddress, Fault>>;
  /** Stops the server when this was its last user. */
  readonly close: () => Promise<void>;
  readonly pid: () => number;
}

export interface ServerOptions {
  readonly log?: LogDep['log'];
  readonly durable?: boolean;
}

const lockTimeoutMs = 90_000;
const stopTimeoutMs = 30_000;

const underLock = async <Value>(
  home: Home,
  work: () => Promise<Result<Value, Fault>>,
): Promise<Result<Value, Fault>> => {
  const lock = await waitForLock(home.lock, lockTimeoutMs);
  if (!lock.ok) {
    const details = { ...lock.error, path: home.dataDirectory, lock: home.lock, seconds: lockTimeoutMs / 1_000 };
    return err(postgresFault('PLATFORM_POSTGRES_BUSY', details));
  }
  try {
    return await work();
  } finally {
    await lock.value.release();
  }
};

const waitUntilGone = async (home: Home): Promise<void> => {
  const deadline = performance.now() + stopTimeoutMs;
  while (performance.now() < deadline && (await findPostmaster(home))) await sleep(5);
};

/** The running server once it accepts connections; undefined when there is none, or it was just stopping. */
const adopt = async (home: Home): Promise<Postmaster | undefined> => {
  const deadline = performance.now() + startTimeoutMs;
  while (performance.now() < deadline) {
    const found = await findPostmaster(home);
    if (found === undefined || found.status === 'ready') return found;
    await sleep(5);
  }
  return undefined;
};

const adoptOrStart = async (home: Home, durable: boolean, port?: number): Promise<Result<Postmaster, Fault>> => {
  const running = await adopt(home);
  return running ? ok(running) : startServer(home, { port, durable });
};

const stopServer = async (home: Home): Promise<void> => {
  if (!(await findPostmaster(home))) return;
  await runProgram(home, 'pg_ctl', ['stop', '-D', home.cluster, '-m', 'fast', '-W']);
  await waitUntilGone(home);
};

const leave = async (home: Home, client: string): Promise<void> => {
  await underLock(home, async () => {
    if (!unregisterClient(home.clients, client).othersLeft) await stopServer(home);
    return ok(undefined);
  });
};

/** For processes that end without closing: no time is left to wait, so the server is only told to stop. */
const leaveAtExit = (home: Home, client: string, pid: number): void => {
  try {
    const { othersLeft } = unregisterClient(home.clients, client);
    if (!othersLeft && runsOn(pid, home.cluster)) process.kill(pid, 'SIGINT');
  } catch {
    // The data directory or the server is gone already.
  }
};

interface Membership {
  /** The file that registers this process. */
  readonly client: string;
  readonly password: string;
  readonly running: Postmaster;
  readonly durable: boolean;
}

const supervise = (home: Home, { client, password, running, durable }: Membership): EmbeddedServer => {
  let current = running;
  let closing: Promise<void> | undefined;
  let ensuring: Promise<Result<ServerAddress, Fault>> | undefined;
  const address = (): ServerAddress => ({
    host: '127.0.0.1',
    port: current.port,
    user: superuser,
    password,
    database: 'postgres',
  });
  const atExit = (): void => leaveAtExit(home, client, current.pid);
  process.once('exit', atExit);
  const ensure = async (): Promise<Result<ServerAddress, Fault>> => {
    const found = await underLock(home, () => adoptOrStart(home, durable, current.port));
    if (!found.ok) return found;
    current = found.value;
    return ok(address());
  };
  return {
    address,
    pid: () => current.pid,
    ensure: () => {
      ensuring ??= ensure().finally(() => {
        ensuring = undefined;
      });
      return ensuring;
    },
    close: () => {
      process.off('exit', atExit);
      closing ??= leave(home, client);
      return closing;
    },
  };
};

/** Starts the embedded PostgreSQL of a data directory, or joins the one that already runs there. */
export const openServer = async (
  directory: string,
  { log = () => undefined, durable = true }: ServerOptions = {},
): Promise<Result<EmbeddedServer, Fault>> => {
  try {
    const prepared = await prepareHome(directory, log);
    if (!prepared.ok) return prepared;
    const home = prepared.value;
    return await underLock(home, async () => {
      const password = await passwordOf(home);
      if (!password.ok) return password;
      const initialised = await initialise(home, { password: password.value, durable });
      if (!initialised.ok) return initialised;
      const client = registerClient(home.clients);
      const found = await adoptOrStart(home, durable);
      if (found.ok) return ok(supervise(home, { client, password: password.value, running: found.value, durable }));
      unregisterClient(home.clients, client);
      return found;
    });
  } catch (thrown) {
    const fault = systemFault(thrown, directory);
    if (fault) return err(fault);
    throw thrown;
  }
};
