import { defineRoute, ok, type ClockDep, type Route } from '#kernel';
import type { Condition } from '../gateway-contract.ts';
import type { Gateway } from '../gateway/create-gateway.ts';
import type { LiveRoute, LiveTarget } from '../gateway/plan/target.ts';
import type { Distribution } from './gateway-meter.ts';
import type { GatewayView, RouteView, TargetView } from './gateway-view-contract.ts';
import { quantileOf } from './quantile.ts';

export interface GatewayViewDeps extends ClockDep {
  readonly gateway: Pick<Gateway, 'routes' | 'counts' | 'caches'>;
  /** Rows that bounded queues dropped since the start, by queue. */
  readonly drops: () => Readonly<Record<string, number>>;
}

const conditionText = ({ tags, minimumTokens, maximumTokens, modality, tenants }: Condition): string =>
  [
    tags === undefined ? '' : `tags ${tags.join(', ')}`,
    minimumTokens === undefined ? '' : `from ${minimumTokens} tokens`,
    maximumTokens === undefined ? '' : `up to ${maximumTokens} tokens`,
    modality === undefined ? '' : `with ${modality}`,
    tenants === undefined ? '' : `for ${tenants.join(', ')}`,
  ]
    .filter((part) => part !== '')
    .join('; ');

const targetView = ({ card, weight, when, health }: LiveTarget, now: number): TargetView => {
  const until = Math.max(health.openUntil, health.coolUntil);
  const half = health.isProbing || now >= health.openUntil;
  return {
    model: card.id,
    provider: card.provider,
    weight,
    ...(when !== undefined && { when: conditionText(when) }),
    circuit: health.openUntil === 0 ? 'closed' : half ? 'probing' : 'open',
    ...(until > now && { opensInMs: Math.round(until - now) }),
    ...(health.averageMs > 0 && { latencyMs: health.averageMs }),
    inFlight: health.inFlight,
    tries: health.asked,
    failures: health.failures,
  };
};

type Counts = ReturnType<Gateway['counts']>;

const sumsOf = ({ totals }: Counts, name: string) => {
  const own = totals.filter(({ route }) => route === name);
  const sum = (read: (total: Counts['totals'][number]) => number): number =>
    own.reduce((all, total) => all + read(total), 0);
  const ended = (outcome: string): number => sum((total) => (total.outcome === outcome ? total.requests : 0));
  return {
    requests: sum(({ requests }) => requests),
    failed: ended('failed'),
    denied: ended('denied'),
    cached: ended('cached'),
    retries: sum(({ retries }) => retries),
    costNano: sum(({ costNano }) => costNano),
  };
};

/** A cached answer that no similar question led to was the same request again. */
const cacheView = ({ caches }: GatewayViewDeps['gateway'], route: LiveRoute, cached: number): RouteView['cache'] => {
  const { exact, semantic } = route.cache;
  const { rate, ...report } = caches.semantic.reports()[route.name] ?? {
    hits: 0,
    shadowed: 0,
    falseHits: 0,
    off: false,
    rate: undefined,
  };
  return {
    ...(exact !== undefined && { exact: { hits: Math.max(0, cached - report.hits) } }),
    ...(semantic !== undefined && {
      semantic: { ...report, ...(rate !== undefined && { rate }), maximumFalseHits: semantic.maximumFalseHits },
    }),
  };
};

const distributionView = (distribution: Distribution): GatewayView['overhead'] => {
  const at = (share: number) => {
    const found = quantileOf(distribution, share);
    if (found === undefined) return undefined;
    const { value, low, high } = found;
    return { value: value * 1000, low: low * 1000, ...(high !== undefined && { high: high * 1000 }) };
  };
  const [p50, p99] = [at(0.5), at(0.99)];
  return { calls: distribution.count, ...(p50 && { p50 }), ...(p99 && { p99 }) };
};

/** What this process knows of its routes, its traffic, its own time and its caches. */
export const gatewayView = ({ gateway, drops, clock }: GatewayViewDeps): GatewayView => {
  const counts = gateway.counts();
  const now = clock.monotonic();
  const { entries, bytes } = gateway.caches.exact.counts();
  const routes = gateway.routes.all().map((route): RouteView => {
    const sums = sumsOf(counts, route.name);
    const isModel = route.targets.length === 1 && route.targets[0]?.card.id === route.name;
    return {
      name: route.name,
      kind: isModel ? 'model' : 'route',
      policy: route.policy,
      ...sums,
      targets: route.targets.map((target) => targetView(target, now)),
      cache: cacheView(gateway, route, sums.cached),
    };
  });
  return {
    at: new Date(clock.now()).toISOString(),
    traffic: [...counts.live],
    overhead: distributionView(counts.overhead),
    firstByte: distributionView(counts.firstByte),
    drops: drops(),
    routes,
    kept: { entries, bytes },
  };
};

/** GET /api/gateway. */
export const gatewayViewRoute = (deps: GatewayViewDeps): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/gateway',
    access: 'session',
    summary: 'Routes and their targets, live traffic and caches of the gateway, as this process knows them',
    handle: async () => ok({ kind: 'json', body: gatewayView(deps) }),
  });
