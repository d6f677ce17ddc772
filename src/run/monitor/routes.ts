import { z } from 'zod';
import { defineRoute, err, ok, type Route } from '#kernel';
import { traceSpanLimits, tracesQuerySchema, type MonitorConfig } from './contract.ts';
import { monitorFaults } from './errors.ts';
import { evaluateAlerts, type AlertDeps } from './evaluate-alerts.ts';
import { listTraces } from './list-traces.ts';
import { liveKpis, type KpiDeps } from './live-kpis.ts';
import { toOtlp } from './otlp.ts';

export type MonitorRouteDeps = KpiDeps &
  AlertDeps & { readonly monitorConfig: MonitorConfig; readonly projectName: string };

const traceQuerySchema = z.object({
  format: z.enum(['json', 'otlp']).default('json'),
  limit: z.coerce.number().int().min(1).max(traceSpanLimits.most).optional(),
});

const traceRoute = ({ spans, feedback, projectName }: MonitorRouteDeps): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/traces/:id',
    access: 'session',
    summary: 'One trace with its first spans and its feedback; `format=otlp` as an OTLP/JSON export',
    query: traceQuerySchema,
    handle: async ({ params, query: { format, limit } }) => {
      const traceId = (params['id'] ?? '').slice(0, 64);
      const isExport = format === 'otlp';
      const found = await spans.trace(traceId, limit ?? (isExport ? traceSpanLimits.most : traceSpanLimits.usual));
      if (found.length === 0) return err(monitorFaults.fault('MONITOR_TRACE_UNKNOWN', { traceId }));
      if (isExport) return ok({ kind: 'json', body: toOtlp(found, projectName) });
      const [given, [summary]] = await Promise.all([
        feedback.list({ traceId, limit: 100 }),
        spans.traces({ traceId, limit: 1 }),
      ]);
      return ok({
        kind: 'json',
        body: {
          traceId,
          total: Math.max(found.length, summary?.spans ?? 0),
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
