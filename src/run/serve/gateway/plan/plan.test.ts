import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { gatewayConfigSchema, type Condition, type GatewayConfig } from '../../gateway-contract.ts';
import { scanBody } from '../body/scan-body.ts';
import { conversationStart } from '../body/first-messages.ts';
import { testCard, testWire } from '../testing.ts';
import { createLiveRoutes } from './live-routes.ts';
import { matches } from './matches.ts';
import { planTargets } from './plan-targets.ts';
import type { LiveRoute, RouteFacts } from './target.ts';

const facts = (rest: Partial<RouteFacts> = {}): RouteFacts => ({
  tags: [],
  inputTokens: () => 100,
  outputTokens: 100,
  modalities: () => new Set(['text']),
  tenants: ['key-1', 'team-1'],
  prefix: () => 'prefix',
  ...rest,
});

type Policy = GatewayConfig['routes'][string]['policy'];

const names = ['a', 'b', 'c', 'd'];
const cards = names.map((id, index) =>
  testCard(id, 'http://localhost/v1', {
    aliases: [`${id}-alias`],
    price: { input: index + 1, cachedInput: 0, output: 1 },
  }),
);

const live = (config: object) => {
  const parsed = gatewayConfigSchema.parse(config);
  const lines: string[] = [];
  const log = (_: string, message: string) => void lines.push(message);
  const routes = createLiveRoutes({ log }, { config: parsed, catalogue: cards, wireOf: () => testWire });
  return { routes, lines };
};

const routeOf = (policy: Policy, targets: readonly object[] = names.map((model) => ({ model }))): LiveRoute =>
  live({ routes: { r: { policy, targets } } }).routes.find('r') ?? assert.fail();

const order = (route: LiveRoute, given = facts(), random = () => 0.5): readonly string[] =>
  planTargets(route, given, { now: 1000, random }).targets.map(({ card }) => card.id);

test('routes, catalogue ids and their aliases are found; what is not allowed or not there is not', () => {
  const { routes, lines } = live({
    models: ['a'],
    routes: {
      fast: { targets: [{ model: 'b-alias' }, { model: 'nowhere' }] },
      empty: { targets: [{ model: 'nowhere' }] },
    },
  });
  const found = ['a', 'a-alias', 'fast', 'b', 'empty', 'x'].map((name) => routes.find(name)?.targets[0]?.card.id);
  assert.deepEqual(found, ['a', 'a', 'b', undefined, undefined, undefined]);
  assert.equal(lines.length, 2);
  assert.deepEqual(
    routes.names().map(({ name }) => name),
    ['a', 'fast'],
  );
  assert.equal(live({ models: ['*'] }).routes.names().length, 4);
});

test('a target is used only when its whole condition holds', () => {
  const when: Condition = {
    tags: ['eu'],
    minimumTokens: 50,
    maximumTokens: 150,
    modality: 'text',
    tenants: ['team-1'],
  };
  assert.ok(matches(when, facts({ tags: ['eu', 'x'] })));
  assert.ok(matches(undefined, facts()));
  const wrong: readonly Partial<RouteFacts>[] = [
    { tags: [] },
    { inputTokens: () => 49 },
    { inputTokens: () => 151 },
    { modalities: () => new Set(['image']) },
    { tenants: ['team-2'] },
  ];
  for (const each of wrong) assert.equal(matches(when, facts({ tags: ['eu'], ...each })), false);
  const route = routeOf('order', [{ model: 'a', when: { tags: ['eu'] } }, { model: 'b' }]);
  assert.deepEqual([order(route), order(route, facts({ tags: ['eu'] }))], [['b'], ['a', 'b']]);
});

test('every policy asks every target once', () => {
  const policy = fc.constantFrom<Policy>('order', 'weighted', 'least-latency', 'least-cost', 'sticky-prefix');
  const weights = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 });
  const draws = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
  fc.assert(
    fc.property(policy, weights, draws, (given, all, stream) => {
      const route = routeOf(
        given,
        names.map((model, index) => ({ model, weight: all[index] })),
      );
      const ordered = order(route, facts(), () => stream.next().value ?? 0);
      assert.deepEqual(ordered.toSorted(), names);
    }),
  );
});

test('weights are shares, and weight 0 is for fallback only', () => {
  const route = routeOf('weighted', [
    { model: 'a', weight: 3 },
    { model: 'b', weight: 1 },
    { model: 'c', weight: 0 },
  ]);
  let [state, first, last] = [1, 0, 0];
  const random = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  for (let call = 0; call < 4000; call += 1) {
    const ordered = order(route, facts(), random);
    first += ordered[0] === 'a' ? 1 : 0;
    last += ordered[2] === 'c' ? 1 : 0;
  }
  assert.ok(Math.abs(first / 4000 - 0.75) < 0.03, String(first / 4000));
  assert.equal(last, 4000);
});

test('least cost is by the price of this call, least latency by time and calls under way', () => {
  assert.deepEqual(order(routeOf('least-cost')), names);
  const route = routeOf('least-latency', [{ model: 'a' }, { model: 'b' }]);
  const [a = assert.fail(), b = assert.fail()] = route.targets;
  Object.assign(a.health, { averageMs: 100, inFlight: 3 });
  Object.assign(b.health, { averageMs: 150, inFlight: 0 });
  assert.deepEqual(order(route), ['b', 'a']);
});

test('a conversation stays with its target; when one goes, only its own move; a loaded one is passed over', () => {
  const route = routeOf('sticky-prefix');
  const homes = Array.from({ length: 400 }, (_, index) =>
    order(route, facts({ prefix: () => `conversation ${index}` })),
  );
  const share = (name: string): number => homes.filter(([home]) => home === name).length / 400;
  for (const name of names) assert.ok(share(name) > 0.15 && share(name) < 0.35, `${name} ${share(name)}`);
  const [gone = assert.fail()] = route.targets;
  gone.health.openUntil = 5000;
  for (const [index, [home, second]] of homes.entries()) {
    const [now] = order(route, facts({ prefix: () => `conversation ${index}` }));
    assert.equal(now, home === 'a' ? second : home);
  }
  gone.health.openUntil = 0;
  gone.health.inFlight = 100;
  assert.ok(
    !Array.from({ length: 50 }, (_, index) => order(route, facts({ prefix: () => `x${index}` }))[0]).includes('a'),
  );
});

test('who asked us to wait comes last, and who is resting not at all', () => {
  const route = routeOf('order');
  const [a = assert.fail(), b = assert.fail()] = route.targets;
  a.health.coolUntil = 2000;
  b.health.openUntil = 3000;
  assert.deepEqual(order(route), ['c', 'd', 'a']);
  for (const { health } of route.targets) health.openUntil = 3000;
  assert.deepEqual(planTargets(route, facts(), { now: 1000, random: () => 0 }), { targets: [], waitMs: 2000 });
});

test('a conversation begins the same however it goes on', () => {
  const start = (messages: readonly object[]) =>
    conversationStart(scanBody(Buffer.from(JSON.stringify({ model: 'x', messages }))) ?? assert.fail());
  const [system, first] = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hi' },
  ];
  const more = [
    { role: 'assistant', content: 'Hello' },
    { role: 'user', content: 'And?' },
  ];
  assert.equal(start([system, first]), start([system, first, ...more]));
  assert.notEqual(start([system, first]), start([system, { role: 'user', content: 'Ho' }]));
});
