import type { ByteRoute, Route } from '#kernel';
import { modelsRoutes } from '#build/models';
import { trialRoutes } from '#prove/trials';
import { readinessRoutes } from '#prove/readiness';
import { monitorRoutes } from '#run/monitor';
import { rolloutRoutes } from '#run/rollout';
import { batchesRoutes, filesRoutes, limitRoutes, serveByteRoutes, serveRoutes } from '#run/serve';
import { learnRoutes } from '#improve/learn';
import { withFreshSpans } from './fresh-spans.ts';
import type { Program } from './open-program.ts';
import { documentRoutes } from './routes/document-routes.ts';
import { ledgerRoutes } from './routes/ledger-routes.ts';
import { recordRoutes } from './routes/record-routes.ts';
import { runRoutes, type RunRoutesDeps } from './routes/run-routes.ts';

/** The routes that answer calls: of clients, and of the lines of batches. */
export const callByteRoutes = (program: Program): readonly ByteRoute[] => serveByteRoutes(program, program.gateway);

/** Every route that owns its bytes. `wake` tells the worker that there is a batch. */
export const allByteRoutes = (program: Program, wake: () => void = () => undefined): readonly ByteRoute[] => [
  ...callByteRoutes(program),
  ...filesRoutes(program),
  ...batchesRoutes({ ...program, wake }),
];

/** Every other route of the server, as one list of plain values. */
export const allRoutes = (program: Program, run: RunRoutesDeps): readonly Route[] => {
  const routes: readonly Route[] = [
    ...serveRoutes({ ...program, allRoutes: () => [...allByteRoutes(program), ...routes], version: run.version }),
    ...runRoutes(run),
    ...recordRoutes(program),
    ...documentRoutes(withFreshSpans(program)),
    ...ledgerRoutes(program),
    ...limitRoutes(program),
    ...modelsRoutes({ ...program, modelsConfig: program.loaded.project.models }),
    ...monitorRoutes({ ...withFreshSpans(program), projectName: program.loaded.project.name }),
    ...rolloutRoutes(program),
    ...trialRoutes(program),
    ...readinessRoutes(program),
    ...learnRoutes(program),
  ];
  return routes;
};
