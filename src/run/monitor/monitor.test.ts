import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf, type Span } from '#kernel';
import { charterSchema } from '#plan/charter/contract';
import { createTestClock } from '#platform/clock/testing';
import { createTestDatabase, type TestDatabase } from '#platform/postgres/testing';
import { spanAttributes } from '#run/serve';
import { monitorConfigSchema, traceSchema, tracesQuerySchema } from './contract.ts';
import { evaluateAlerts } from './evaluate-alerts.ts';
import { listTraces } from './list-traces.ts';
import { liveKpis } from './live-kpis.ts';
import { toOtlp } from './otlp.ts';
import { monitorRoutes } from './routes.ts';
import { monitorStage } from './stage.ts';

const minute = 60_000;

const answerSpan = (index: number, rest: Partial<Span> = {}): Span => ({
  traceId: index.toString(16).padStart(32, '0'),
  spanId: index.toString(16).padStart(16, '0'),
  parentSpanId: undefined,
  name: 'answer basic',
  operation: 'answer',
  startedAt: 0,
  durationMs: 100,
  status: 'ok',
  attributes: {
    [spanAttributes.arm]: 'control',
    [spanAttributes.refused]: false,
    [spanAttributes.costNano]: 2_000_000,
    [spanAttributes.question]: `Question ${index}?`,
  },
  ...rest,
});

const failed = {
  status: 'error' as const,
  attributes: { [spanAttributes.arm]: 'control', [spanAttributes.failed]: true, [spanAttributes.errorType]: 'X' },
};

const charter = charterSchema.parse({
  project: 'p',
  problem: 'x',
  users: ['u'],
  stakeholders: [{ name: 'a', role: 'b' }],
  budget: { usdPerMonth: 1, usdPerAnswer: 1 },
  kpis: [
    { id: 'fast', name: 'Fast', metric: 'latency-p95', target: 200 },
    { id: 'right', name: 'Right', metric: 'answer-accuracy', target: 0.8 },
    { id: 'liked', name: 'Liked', metric: 'positive-feedback', target: 0.5 },
    { id: 'cheap', name: 'Cheap', metric: 'cost-per-answer', target: 0.001 },
  ],
});

/** Eighty answers, a preview, an aborted one and three thumbs. */
const produce = async (stores: TestDatabase): Promise<void> => {
  const startedAt = stores.clock.now();
  const preview = { [spanAttributes.arm]: 'preview' };
  const aborted = { [spanAttributes.arm]: 'control', [spanAttributes.failed]: false };
  await stores.records.decide(
    { type: 'charter/charter', body: charter, inputs: [] },
    { stage: 'charter', actor: 'a', reason: 'test' },
  );
  await stores.spans.insert([
    ...Array.from({ length: 80 }, (_, index) =>
      answerSpan(index, { startedAt: startedAt + index * 1000, durationMs: 100 + index }),
    ),
    answerSpan(200, { startedAt, durationMs: 9999, attributes: preview }),
    answerSpan(201, { startedAt, durationMs: 9999, status: 'error', attributes: aborted }),
  ]);
  for (const [index, value] of [1, 1, 0].entries()) {
    const { traceId } = answerSpan(index);
    await stores.feedback.add({ traceId, name: 'thumb', value, source: 'user', comment: undefined });
  }
};

test('live KPIs carry intervals, say what production cannot measure, and leave previews and aborted answers out', async () => {
  const { clock, advance } = createTestClock();
  const stores = await createTestDatabase({ clock });
  await produce(stores);
  advance(10 * minute);
  const { kpis, traffic } = await liveKpis(stores, 60);
  assert.deepEqual([traffic.answers, traffic.refusalShare?.value], [80, 0]);
  const shown = kpis.map(({ kpi, met, live, unmeasured }) => ({
    kpi,
    met,
    n: live?.n,
    unmeasured: unmeasured !== undefined,
  }));
  assert.deepEqual(shown, [
    { kpi: 'fast', met: true, n: 80, unmeasured: false },
    { kpi: 'right', met: undefined, n: undefined, unmeasured: true },
    { kpi: 'liked', met: true, n: 3, unmeasured: false },
    { kpi: 'cheap', met: false, n: 80, unmeasured: false },
  ]);
  const measured = kpis.flatMap(({ live }) => live ?? []);
  assert.ok(measured.every(({ low, value, high }) => low <= value && value <= high));
  assert.equal(measured.at(-1)?.value, 0.002);
  assert.ok(kpis[0]?.trend.some(({ n }) => n > 1));
});

test('an alert fires and resolves, and both stand in the ledger once', async () => {
  const { clock, advance } = createTestClock();
  const stores = await createTestDatabase({ clock });
  const config = monitorConfigSchema.parse({
    alerts: [{ id: 'bad', metric: 'bad-answer-rate', above: 0.3, windowMinutes: 5, minimumSamples: 10 }],
  });
  const traffic = async (first: number, share: number): Promise<void> => {
    await stores.spans.insert(
      Array.from({ length: 30 }, (_, index) =>
        answerSpan(first + index, {
          startedAt: clock.now() + index * 10_000,
          ...(index % 10 < share * 10 ? failed : {}),
        }),
      ),
    );
    advance(5 * minute);
  };
  const look = async () => (await evaluateAlerts(stores, clock.now(), config))[0]?.state;
  assert.equal(await look(), 'no-data');
  await traffic(0, 0);
  assert.equal(await look(), 'ok');
  await traffic(100, 0.5);
  assert.equal(await look(), 'firing');
  assert.equal(await look(), 'firing');
  await traffic(200, 0.3);
  assert.equal(await look(), 'firing', 'on the line is not clearly right');
  await traffic(300, 0);
  assert.equal(await look(), 'ok');
  const kinds = (await stores.ledger.list({ limit: 10 })).map(({ kind }) => kind);
  assert.deepEqual(kinds, ['alert-resolve', 'alert-fire']);
});

test('a short burst does not fire', async () => {
  const { clock, advance } = createTestClock();
  const stores = await createTestDatabase({ clock });
  const config = monitorConfigSchema.parse({
    alerts: [{ id: 'slow', metric: 'latency-p95', above: 1000, windowMinutes: 5, minimumSamples: 10 }],
  });
  await stores.spans.insert(
    Array.from({ length: 40 }, (_, index) =>
      answerSpan(index, { startedAt: clock.now() + index * 7000, durationMs: index < 8 ? 5000 : 50 }),
    ),
  );
  advance(5 * minute);
  assert.equal((await evaluateAlerts(stores, clock.now(), config))[0]?.state, 'ok');
});

test('traces are filtered, searched and paged without a gap', async () => {
  const stores = await createTestDatabase();
  const all = Array.from({ length: 25 }, (_, index) =>
    answerSpan(index, { startedAt: 1000 + index, durationMs: index * 10, ...(index === 4 ? failed : {}) }),
  );
  await stores.spans.insert(all);
  const page = async (query: object) => {
    const found = await listTraces(stores, tracesQuerySchema.parse(query));
    assert.ok(found.ok);
    return found.value;
  };
  const seen: string[] = [];
  for (let before: string | undefined; ;) {
    const { traces, next } = await page({ limit: '10', ...(before === undefined ? {} : { before }) });
    seen.push(...traces.map(({ traceId }) => traceId));
    before = next;
    if (next === undefined) break;
  }
  assert.deepEqual(seen, all.map(({ traceId }) => traceId).toReversed());
  assert.deepEqual(
    (await page({ status: 'error' })).traces.map(({ traceId }) => traceId),
    [all[4]?.traceId],
  );
  assert.deepEqual((await page({ text: 'QUESTION 24' })).traces.length, 1);
  assert.equal((await page({ slowerThan: '200' })).traces.length, 5);
  assert.equal((await page({ arm: 'canary' })).traces.length, 0);
  await stores.spans.insert([
    answerSpan(900, { name: 'readiness probe', operation: 'probe', startedAt: 9000 }),
    answerSpan(901, { operation: 'run_strategy', startedAt: 9001 }),
  ]);
  assert.equal((await page({ limit: '200' })).traces.length, 27);
  const served = (await page({ traffic: 'served', limit: '200' })).traces;
  assert.deepEqual([served.length, served[0]?.traceId], [25, all.at(-1)?.traceId], 'no probe, no load test');
  const bad = await listTraces(stores, tracesQuerySchema.parse({ before: 'x' }));
  assert.equal(!bad.ok && bad.error.code, 'MONITOR_CURSOR_INVALID');
});

test('a long trace sends its first spans and says how many there are', async () => {
  const stores = await createTestDatabase();
  const root = answerSpan(0, { startedAt: 1, durationMs: 9000 });
  const below = Array.from({ length: 1499 }, (_, index) =>
    answerSpan(index + 1, { traceId: root.traceId, parentSpanId: root.spanId, startedAt: 2 + index }),
  );
  await stores.spans.insert([root, ...below]);
  const deps = { ...stores, monitorConfig: monitorConfigSchema.parse({}), projectName: 'p' };
  const route = monitorRoutes(deps).find(({ path }) => path === '/api/traces/:id');
  const read = async (given: object): Promise<unknown> => {
    const query = route?.query?.parse(given);
    const { signal } = new AbortController();
    const params = { id: root.traceId };
    const reply = await route?.handle({ params, body: {}, query, actor: 'session', headers: {}, signal });
    assert.ok(reply?.ok === true && reply.value.kind === 'json');
    return JSON.parse(JSON.stringify(reply.value.body));
  };
  const usual = traceSchema.parse(await read({}));
  assert.deepEqual([usual.spans.length, usual.total, usual.spans[0]?.spanId], [1000, 1500, root.spanId]);
  const whole = traceSchema.parse(await read({ limit: '10000' }));
  assert.deepEqual([whole.spans.length, whole.total], [1500, 1500]);
  assert.match(
    JSON.stringify(await read({ format: 'otlp' })),
    new RegExp(below.at(-1)?.spanId ?? 'none'),
    'an export is whole',
  );
});

test('OTLP JSON has hexadecimal ids, exact times and typed attributes', () => {
  const span = answerSpan(7, { startedAt: 1_767_225_600_000.25, durationMs: 1.5 });
  const [rendered] = toOtlp([span], 'desk').resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
  assert.equal(rendered?.startTimeUnixNano, '1767225600000250000');
  assert.equal(rendered?.endTimeUnixNano, '1767225600001750000');
  assert.equal(rendered?.kind, 2);
  assert.deepEqual(rendered?.attributes.find(({ key }) => key === spanAttributes.costNano)?.value, {
    intValue: '2000000',
  });
});

test('a rule on a metric that production cannot measure stops the run', async () => {
  const config = monitorConfigSchema.parse({ alerts: [{ id: 'x', metric: 'answer-accuracy', below: 0.5 }] });
  const input = { config, projectName: 'p', runId: hashOf(1), signal: new AbortController().signal, read: () => [] };
  const ran = await monitorStage.run({}, input);
  assert.equal(!ran.ok && ran.error.code, 'MONITOR_RULE_INVALID');
  const good = await monitorStage.run({}, { ...input, config: monitorConfigSchema.parse({}) });
  assert.deepEqual(good.ok && good.value.map(({ type }) => type), ['monitor/configuration']);
});
