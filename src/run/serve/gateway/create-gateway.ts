import { createCaches, type Caches } from '../cache/create-caches.ts';
import type { OpenEmbedding } from '../cache/port.ts';
import { createGatewayMeter, type GatewayMeter } from '../observe/gateway-meter.ts';
import { createLiveTraffic, type LiveTraffic } from '../observe/live-traffic.ts';
import { renderMeter, type Gauges } from '../observe/render-meter.ts';
import { runCachedCall, type CachedCallDeps } from './call/cached-call.ts';
import { openCall, type OpenCallInput } from './call/open-call.ts';
import { runCall } from './call/run-call.ts';
import { createCaptureGate } from './content/capture-gate.ts';
import type { GatewayDeps } from './gateway-deps.ts';
import type { TargetHealth } from './health/target-health.ts';
import { createRetryBudget } from './health/retry-budget.ts';
import { createLiveRoutes, noRoutes, type LiveRoutes, type LiveRoutesInput } from './plan/live-routes.ts';

/** The models of providers behind one door. */
export interface Gateway {
  readonly routes: LiveRoutes;
  readonly maximumBodyBytes: number;
  /** Answers a call for one of the routes; resolves when it is accounted. */
  readonly answer: (input: OpenCallInput) => Promise<void>;
  /** Prometheus text. */
  readonly metrics: () => string;
  /** What was counted since the start, and in the last minute. */
  readonly counts: () => ReturnType<GatewayMeter['read']> & { readonly live: ReturnType<LiveTraffic['read']> };
  readonly caches: Pick<Caches, 'clear'> & {
    readonly exact: Pick<Caches['exact'], 'counts'>;
    readonly semantic: Pick<Caches['semantic'], 'reports'>;
  };
}

const gaugesOf = (routes: LiveRoutes, now: number): Gauges => {
  const health = [...routes.health()];
  const values = (read: (health: TargetHealth) => number) =>
    health.map(([model, each]) => ({ labels: { model }, value: read(each) }));
  return {
    throughline_gateway_in_flight: { help: 'Calls under way.', values: values(({ inFlight }) => inFlight) },
    throughline_gateway_circuit_open: {
      help: '1 while a target is left alone after failures.',
      values: values(({ openUntil }) => (openUntil > now ? 1 : 0)),
    },
  };
};

/** Opens the routes of a project. */
export const createGateway = (
  given: Omit<GatewayDeps, 'budget' | 'called' | 'captures'> & { readonly openEmbedding: OpenEmbedding },
  input: LiveRoutesInput,
): Gateway => {
  const meter = createGatewayMeter();
  const traffic = createLiveTraffic(given);
  const deps: GatewayDeps = {
    ...given,
    budget: createRetryBudget(given, input.config.retryBudget),
    called: (measure) => {
      meter.called(measure);
      traffic.called(measure);
    },
    captures: createCaptureGate(given, given.captureCalls),
  };
  const routes = createLiveRoutes(deps, input);
  const caches = createCaches(given, input.config);
  const cached: CachedCallDeps = { ...deps, caches, run: (call) => runCall(deps, call) };
  return {
    routes,
    maximumBodyBytes: input.config.maximumBodyBytes,
    answer: (call) => runCachedCall(cached, openCall(deps, call)),
    caches,
    metrics: () => renderMeter(meter, gaugesOf(routes, deps.clock.monotonic())),
    counts: () => ({ ...meter.read(), live: traffic.read() }),
  };
};

/** For a server without models of providers. */
export const noGateway: Gateway = {
  routes: noRoutes,
  maximumBodyBytes: 262_144,
  answer: () => Promise.resolve(),
  metrics: () => '',
  counts: () => ({ ...createGatewayMeter().read(), live: [] }),
  caches: {
    clear: () => undefined,
    exact: { counts: () => ({ entries: 0, bytes: 0, hits: 0, misses: 0 }) },
    semantic: { reports: () => ({}) },
  },
};
