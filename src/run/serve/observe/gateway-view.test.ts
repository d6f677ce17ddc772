import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSystemClock } from '#platform/clock';
import { openGateway, scriptedProvider, sendChat, sendJson, testCard } from '../gateway/testing.ts';
import { gatewayView } from './gateway-view.ts';
import { gatewayViewSchema } from './gateway-view-contract.ts';
import { createLiveTraffic } from './live-traffic.ts';
import { quantileOf } from './quantile.ts';

const usage = { inputTokens: 10, cachedInputTokens: 0, outputTokens: 5 };
const measure = {
  route: 'fast',
  model: 'small',
  outcome: 'ok' as const,
  durationMs: 1,
  overheadMs: 1,
  retries: 0,
  usage,
  costNano: 7,
};

test('routes, targets, caches and traffic stand in one view', async (context) => {
  const down = await scriptedProvider(context, (_, response) => sendJson(response, '{}', { status: 500 }));
  const up = await scriptedProvider(context, sendChat);
  const gateway = await openGateway(context, {
    cards: [testCard('broken', down.baseUrl), testCard('small', up.baseUrl)],
    config: {
      models: ['small'],
      routes: {
        fast: {
          targets: [{ model: 'broken', when: { tags: ['slow'] } }, { model: 'broken' }, { model: 'small', weight: 2 }],
          retry: { retries: 0 },
          breaker: { failures: 1, openMs: 60_000 },
          cache: { exact: {}, semantic: {} },
        },
      },
    },
  });
  const body = JSON.stringify({ model: 'fast', temperature: 0, messages: [{ role: 'user', content: 'Hi' }] });
  const headers = { authorization: 'Bearer test-key', 'content-type': 'application/json' };
  for (let call = 0; call < 2; call += 1) {
    const response = await fetch(`${gateway.url}/v1/chat/completions`, { method: 'POST', headers, body });
    assert.equal(response.status, 200);
    await response.text();
  }
  await gateway.accounted(2);
  const clock = createSystemClock();
  const view = gatewayViewSchema.parse(gatewayView({ gateway, clock, drops: () => ({ spans: 3 }) }));
  assert.deepEqual(
    view.routes.map(({ name, kind }) => [name, kind]),
    [
      ['small', 'model'],
      ['fast', 'route'],
    ],
  );
  const [, fast = assert.fail('there is no route')] = view.routes;
  assert.deepEqual([fast.requests, fast.cached, fast.failed, fast.cache.exact?.hits], [2, 1, 0, 1]);
  assert.deepEqual(fast.cache.semantic?.shadowed, 0);
  const [conditional = assert.fail(), broken = assert.fail(), small = assert.fail()] = fast.targets;
  assert.equal(conditional.when, 'tags slow');
  assert.deepEqual([broken.circuit, broken.tries, broken.failures], ['open', 1, 1]);
  assert.ok(Number(broken.opensInMs) > 50_000);
  assert.deepEqual([small.circuit, small.weight, small.tries, small.failures], ['closed', 2, 1, 0]);
  assert.ok(Number(small.latencyMs) > 0);
  assert.equal(view.overhead.calls, 2);
  assert.ok((view.overhead.p50?.value ?? 0) > 0);
  assert.deepEqual(view.drops, { spans: 3 });
});

test('the last minute is counted by the second, and silence empties it', () => {
  let now = 5_000;
  const traffic = createLiveTraffic({ clock: { now: () => 0, monotonic: () => now } });
  assert.deepEqual(traffic.read(), []);
  traffic.called(measure);
  traffic.called(measure);
  now += 1000;
  traffic.called(measure);
  now += 1000;
  assert.deepEqual(traffic.read(), [
    { requests: 2, tokens: 30, costNano: 14 },
    { requests: 1, tokens: 15, costNano: 7 },
  ]);
  now += 58_000;
  assert.deepEqual([traffic.read().length, traffic.read()[0]?.requests, traffic.read()[1]?.requests], [60, 2, 1]);
  now += 3_000_000;
  assert.equal(
    traffic.read().reduce((sum, { requests }) => sum + requests, 0),
    0,
  );
});

test('calls of a minute are all in it, whenever they came', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 60 }), (gaps) => {
      let now = 0;
      const traffic = createLiveTraffic({ clock: { now: () => 0, monotonic: () => now } });
      const times = gaps.map((gap) => {
        now += gap;
        traffic.called(measure);
        return Math.floor(now / 1000);
      });
      now += 1000;
      const second = Math.floor(now / 1000);
      const wanted = times.filter((time) => time < second && time >= second - 60).length;
      assert.equal(
        traffic.read().reduce((sum, { requests }) => sum + requests, 0),
        wanted,
      );
    }),
  );
});

test('a quantile lies between the bounds that the counts prove', () => {
  const distribution = { bounds: [1, 2, 5], counts: [10, 30, 39], sum: 0, count: 40 };
  assert.deepEqual(quantileOf(distribution, 0.5), { value: 1.5, low: 1, high: 2 });
  assert.deepEqual(quantileOf(distribution, 0.25), { value: 1, low: 0, high: 1 });
  assert.deepEqual(quantileOf(distribution, 1), { value: 5, low: 5, high: undefined });
  assert.equal(quantileOf({ ...distribution, count: 0 }, 0.5), undefined);
});
