import { z } from 'zod';
import { defineRoute, err, ok, type Route } from '#kernel';
import { tracesQuerySchema, type MonitorConfig } from './contract.ts';
import { monitorFaults } from './errors.ts';
import { evaluateAlerts, type AlertDeps } from './evaluate-alerts.ts';
import { listTraces } from './list-traces.ts';
import { liveKpis, type KpiDeps } from './live-kpis.ts';
import { toOtlp } from './otlp.ts';

export type MonitorRouteDeps = KpiDeps &
  AlertDeps & { readonly monitorConfig: MonitorConfig; readonly projectName: string };

const traceRoute = ({ spans, feedback, projectName }: MonitorRouteDeps): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/traces/:id',
    access: 'session',
    summary: 'One trace with its feedback; `format=otlp` as an OTLP/JSON export',
    query: z.object({ format: z.enum(['json', 'otlp']).default('json') }),
    handle: async ({ params, query }) => {
      const traceId = (params['id'] ?? '').slice(0, 64);
      const found = await spans.trace(traceId);
      if (found.length === 0) return err(monitorFaults.fault('MONITOR_TRACE_UNKNOWN', { traceId }));
      if (query.format === 'otlp') return ok({ kind: 'json', body: toOtlp(found, projectName) });
      const given = await feedback.list({ traceId, limit: 100 });
      return ok({
        kind: 'json',
        body: {
          traceId,
          spans: found.map(({ traceId: _traceId, ...span }) => span),
          feedback: given.map(({ traceId: _traceId, ...rest }) => rest),
        },
      });
    },
  });

/** GET /api/kpis, /api/alerts, /api/traces and /api/traces/:id. */
export const monitorRoutes = (deps: MonitorRouteDeps): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/kpis',
    access: 'session',
    summary: 'Live values of the KPIs against their targets, with intervals and trend',
    query: z.object({ minutes: z.coerce.number().min(1).max(43_200).default(1440) }),
    handle: async ({ query }) => ok({ kind: 'json', body: await liveKpis(deps, query.minutes) }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/alerts',
    access: 'session',
    summary: 'Every alert rule with its state',
    handle: async () =>
      ok({ kind: 'json', body: { alerts: await evaluateAlerts(deps, deps.clock.now(), deps.monitorConfig) } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/traces',
    access: 'session',
    summary: 'Traces, newest first, filtered and in pages',
    query: tracesQuerySchema,
    handle: async ({ query }) => {
      const page = await listTraces(deps, query);
      return page.ok ? ok({ kind: 'json', body: page.value }) : page;
    },
  }),
  traceRoute(deps),
];
