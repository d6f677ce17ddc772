import { defineRoute, ok, type Route } from '#kernel';
import type { ServeMeter } from './meter.ts';
import type { Gateway } from './gateway/create-gateway.ts';
import type { HealthDep, RoutingDep } from './port.ts';

export interface HealthDeps extends RoutingDep, HealthDep {
  readonly meter: Pick<ServeMeter, 'render'>;
  readonly gateway?: Pick<Gateway, 'metrics'>;
}

const readiness = async ({ routing, databaseAlive }: HealthDeps) => {
  const database = await databaseAlive().catch(() => false);
  const release = routing.assign('readiness')?.release;
  const says = [
    release === undefined ? 'No release: `throughline` answers 503, `preview` may work.' : undefined,
    database
      ? undefined
      : 'The database does not answer: answers go on from memory, telemetry is dropped and counted, feedback fails.',
  ].filter((text) => text !== undefined);
  return {
    ready: release !== undefined,
    checks: { release: release !== undefined, database },
    release: release ?? null,
    says,
  };
};

/** GET /healthz, /readyz and /metrics. */
export const healthRoutes = (deps: HealthDeps): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/healthz',
    access: 'public',
    summary: 'The process is alive',
    handle: async () => ok({ kind: 'json', body: { status: 'ok' } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/readyz',
    access: 'public',
    summary: 'A release can be served; says whether the database answers',
    handle: async () => {
      const body = await readiness(deps);
      return ok({ kind: 'json', status: body.ready ? 200 : 503, body });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/metrics',
    access: 'public',
    summary: 'Prometheus metrics; numbers only, no content',
    handle: async () => {
      const { contentType, body } = await deps.meter.render();
      return ok({ kind: 'text', contentType, body: body + (deps.gateway?.metrics() ?? '') });
    },
  }),
];
