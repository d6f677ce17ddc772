import { once } from 'node:events';
import { err, ok, type Fault, type Result } from '#kernel';
import { serveRoutes } from '#run/serve';
import { listenFault } from '#platform/process';
import { allByteRoutes } from './program/all-routes.ts';
import { openBatchWork } from './program/batch-work.ts';
import { followOrders } from './program/follow-orders.ts';
import { createChecks } from './program/http/credential-checks.ts';
import { createHttpServer } from './program/http/http-server.ts';
import type { Program } from './program/open-program.ts';
import { programVersion } from './program/version.ts';

export interface GatewayServerOptions {
  readonly host: string;
  readonly port: number;
  /** Other processes listen on the same port; the kernel of the machine spreads connections. */
  readonly shared: boolean;
}

export interface RunningGateway {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves `/v1` alone: no console, no lifecycle, no lock, so that many processes can. They share keys, limits, budgets,
 * accounts and releases through the database.
 */
export const startGatewayServer = async (
  program: Program,
  { host, port, shared }: GatewayServerOptions,
): Promise<Result<RunningGateway, Fault>> => {
  const work = openBatchWork(program);
  const byteRoutes = allByteRoutes(program, work.wake);
  const app = createHttpServer(program, {
    routes: serveRoutes({ ...program, allRoutes: () => byteRoutes, version: programVersion() }),
    byteRoutes,
    ...createChecks(program),
    maximumBodyBytes: program.loaded.project.serve.maximumBodyBytes,
  });
  await program.refreshRouting();
  await app.ready();
  try {
    app.server.listen({ host, port, reusePort: shared });
    await once(app.server, 'listening');
  } catch (thrown) {
    await app.close();
    return err(await listenFault(thrown, { host, port }));
  }
  void program.recoverAccounts();
  work.start();
  const stop = followOrders(program);
  return ok({
    url: `http://${host}:${port}`,
    close: async () => {
      stop();
      await work.stop();
      await app.close();
    },
  });
};
