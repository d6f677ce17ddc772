import { fileURLToPath } from 'node:url';
import { err, ok, type Fault, type Result } from '#kernel';
import { watchAlerts } from '#run/monitor';
import { checkPort, listenFault, lockServer } from '#platform/process';
import { allByteRoutes, allRoutes } from './program/all-routes.ts';
import { openBatchWork } from './program/batch-work.ts';
import { describeLifecycle } from './program/describe-lifecycle.ts';
import { createEventHub } from './program/event-hub.ts';
import { followOrders } from './program/follow-orders.ts';
import { createChecks } from './program/http/credential-checks.ts';
import { createHttpServer } from './program/http/http-server.ts';
import { createLiveRunner, type LiveRunner } from './program/live-run.ts';
import type { Program } from './program/open-program.ts';
import type { RunEvent } from './program/run-events.ts';
import { programVersion } from './program/version.ts';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly show: (event: RunEvent) => void;
}

/** A server that answers. */
export interface RunningServer {
  readonly url: string;
  /** Link that logs one browser in, once. */
  readonly loginLink: () => Promise<string>;
  readonly runner: LiveRunner;
  readonly close: () => Promise<void>;
}

const consoleFolder = fileURLToPath(new URL('../dist/console', import.meta.url));
/** Serves API and console of an opened program until closed. */
export const startServer = async (program: Program, options: ServerOptions): Promise<Result<RunningServer, Fault>> => {
  const lock = await lockServer(program.dataDirectory);
  if (!lock.ok) return lock;
  const free = await checkPort(options.port, options.host);
  if (!free.ok) {
    await lock.value.release();
    return free;
  }
  const hub = createEventHub();
  const runner = createLiveRunner(program, hub, options.show);
  const version = programVersion();
  const work = openBatchWork(program);
  const lifecycle = () => describeLifecycle(program, runner.state());
  const app = createHttpServer(program, {
    routes: allRoutes(program, { hub, version, lifecycle, startRun: runner.start }),
    byteRoutes: allByteRoutes(program, work.wake),
    ...createChecks(program),
    maximumBodyBytes: program.loaded.project.serve.maximumBodyBytes,
    consoleFolder,
  });
  await program.refreshRouting();
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (thrown) {
    // Somebody took the port since it was checked.
    await app.close();
    await lock.value.release();
    return err(await listenFault(thrown, options));
  }
  void program.recoverAccounts();
  work.start();
  const stops = [followOrders(program), program.controller.start(), watchAlerts(program, program.monitorConfig)];
  const url = `http://${options.host}:${options.port}`;
  return ok({
    url,
    loginLink: async () => `${url}/login?token=${(await program.sessions.createLogin()).token}`,
    runner,
    close: async () => {
      for (const stop of stops) stop();
      await work.stop();
      await app.close();
      await runner.idle();
      await lock.value.release();
    },
  });
};
