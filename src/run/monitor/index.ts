export { monitorFaults } from './errors.ts';
export { evaluateAlerts, type AlertDeps } from './evaluate-alerts.ts';
export { listTraces } from './list-traces.ts';
export { liveKpis, type KpiDeps } from './live-kpis.ts';
export { isLiveMetric, whyUnmeasured } from './live-metrics.ts';
export { toOtlp } from './otlp.ts';
export { monitorRoutes, type MonitorRouteDeps } from './routes.ts';
export { monitorStage } from './stage.ts';
export { watchAlerts } from './watch-alerts.ts';
