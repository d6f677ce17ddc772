import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf, type Span } from '#kernel';
import { charterSchema } from '#plan/charter/contract';
import { createTestClock } from '#platform/clock/testing';
import { createTestDatabase } from '#platform/postgres/testing';
import { spanAttributes } from '#run/serve';
import { monitorConfigSchema, tracesQuerySchema } from './contract.ts';
import { evaluateAlerts } from './evaluate-alerts.ts';
import { listTraces } from './list-traces.ts';
import { liveKpis } from './live-kpis.ts';
import { toOtlp } from './otlp.ts';
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
  attributes: { [spanAttributes.arm]: 'control', [spanAttributes.refused]: false, [spanAttributes.costNano]: 2_000_000, [spanAttributes.question]: `Question ${index}?` },
  ...rest,
});

const failed = { status: 'error' as const, attributes: { [spanAttributes.arm]: 'control', [spanAttributes.failed]: true, [spanAttributes.errorType]: 'X' } };

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

test('live KPIs carry intervals, say what production cannot measure, and leave previews and aborted answers out', async () => {
  const { clock, advance } = createTestClock();
  const stores = await createTestDatabase({ clock });
  await stores.records.decide({ type: 'charter/charter', body: charter, inputs: [] }, { stage: 'charter', actor: 'a', reason: 'test' });
  const startedAt = clock.now();
  const answers = Array.from({ length: 80 }, (_, index) => answerSpan(index, { startedAt: startedAt + index * 1000, durationMs: 100 + index }));
  const preview = answerSpan(200, { startedAt, durationMs: 9999, attributes: { [spanAttributes.arm]: 'preview' } });
  const aborted = answerSpan(201, { startedAt, durationMs: 9999, status: 'error', attributes: { [spanAttributes.arm]: 'control', [spanAttributes.failed]: false } });
  await stores.spans.insert([...answers, preview, aborted]);
  advance(10 * minute);
  for (const [index, value] of [1, 1, 0].entries()) await stores.feedback.add({ traceId: answerSpan(index).traceId, name: 'thumb', value, source: 'user', comment: undefined });
  const { kpis, traffic } = await liveKpis(stores, 60);
  const byId = Object.fromEntries(kpis.map((kpi) => [kpi.kpi, kpi]));
  assert.equal(traffic.answers, 80);
  assert.equal(traffic.refusalShare?.value, 0);
  const fast = byId['fast'];
  assert.ok(fast?.live !== undefined && fast.live.low <= fast.live.value && fast.live.value <= fast.live.high);
  assert.equal(fast.met, true);
  assert.ok(fast.trend.length >= 1);
  assert.match(byId['right']?.unmeasured ?? '', /sealed evaluation/);
  assert.deepEqual([byId['liked']?.live?.n, byId['liked']?.met], [3, true]);
  assert.deepEqual([byId['cheap']?.live?.value, byId['cheap']?.met], [0.002, false]);
});

test('an alert fires and resolves, and both stand in the ledger once', async () => {
  const { clock, advance } = createTestClock();
  const stores = await createTestDatabase({ clock });
  const config = monitorConfigSchema.parse({ alerts: [{ id: 'bad', metric: 'bad-answer-rate', above: 0.3, windowMinutes: 5, minimumSamples: 10 }] });
  const traffic = async (first: number, share: number): Promise<void> => {
    await stores.spans.insert(Array.from({ length: 30 }, (_, index) => answerSpan(first + index, { startedAt: clock.now() + index * 10_000, ...(index % 10 < share * 10 ? failed : {}) })));
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
  const config = monitorConfigSchema.parse({ alerts: [{ id: 'slow', metric: 'latency-p95', above: 1000, windowMinutes: 5, minimumSamples: 10 }] });
  await stores.spans.insert(Array.from({ length: 40 }, (_, index) => answerSpan(index, { startedAt: clock.now() + index * 7000, durationMs: index < 8 ? 5000 : 50 })));
  advance(5 * minute);
  assert.equal((await evaluateAlerts(stores, clock.now(), config))[0]?.state, 'ok');
});

test('traces are filtered, searched and paged without a gap', async () => {
  const stores = await createTestDatabase();
  const all = Array.from({ length: 25 }, (_, index) => answerSpan(index, { startedAt: 1000 + index, durationMs: index * 10, ...(index === 4 ? failed : {}) }));
  await stores.spans.insert(all);
  const page = async (query: object) => {
    const found = await listTraces(stores, tracesQuerySchema.parse(query));
    assert.ok(found.ok);
    return found.value;
  };
  const seen: string[] = [];
  for (let before: string | undefined; ; ) {
    const { traces, next } = await page({ limit: '10', ...(before === undefined ? {} : { before }) });
    seen.push(...traces.map(({ traceId }) => traceId));
    before = next;
    if (next === undefined) break;
  }
  assert.deepEqual(seen, all.map(({ traceId }) => traceId).toReversed());
  assert.deepEqual((await page({ status: 'error' })).traces.map(({ traceId }) => traceId), [all[4]?.traceId]);
  assert.deepEqual((await page({ text: 'QUESTION 24' })).traces.length, 1);
  assert.equal((await page({ slowerThan: '200' })).traces.length, 5);
  assert.equal((await page({ arm: 'canary' })).traces.length, 0);
  const bad = await listTraces(stores, tracesQuerySchema.parse({ before: 'x' }));
  assert.equal(!bad.ok && bad.error.code, 'MONITOR_CURSOR_INVALID');
});

test('OTLP JSON has hexadecimal ids, exact times and typed attributes', () => {
  const span = answerSpan(7, { startedAt: 1_767_225_600_000.25, durationMs: 1.5 });
  const [rendered] = toOtlp([span], 'desk').resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
  assert.equal(rendered?.startTimeUnixNano, '1767225600000250000');
  assert.equal(rendered?.endTimeUnixNano, '1767225600001750000');
  assert.equal(rendered?.kind, 2);
  assert.deepEqual(rendered?.attributes.find(({ key }) => key === spanAttributes.costNano)?.value, { intValue: '2000000' });
});

test('a rule on a metric that production cannot measure stops the run', async () => {
  const config = monitorConfigSchema.parse({ alerts: [{ id: 'x', metric: 'answer-accuracy', below: 0.5 }] });
  const input = { config, projectName: 'p', runId: hashOf(1), signal: new AbortController().signal, read: () => [] };
  const ran = await monitorStage.run({}, input);
  assert.equal(!ran.ok && ran.error.code, 'MONITOR_RULE_INVALID');
  const good = await monitorStage.run({}, { ...input, config: monitorConfigSchema.parse({}) });
  assert.deepEqual(good.ok && good.value.map(({ type }) => type), ['monitor/configuration']);
});
