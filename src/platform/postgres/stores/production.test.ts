import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Span } from '#kernel';
import { createTestDatabase } from '#platform/postgres/testing';

const span = (traceId: string, spanId: string, changes: Partial<Span> = {}): Span => ({
  traceId,
  spanId,
  parentSpanId: undefined,
  name: 'answer',
  operation: 'answer',
  startedAt: 1_000.25,
  durationMs: 12.5,
  status: 'ok',
  attributes: { release: 'r1', 'gen_ai.usage.input_tokens': 12 },
  ...changes,
});

test('a trace comes back with all its spans, oldest first', async () => {
  const { spans } = await createTestDatabase();
  const root = span('t', 'a');
  const child = span('t', 'b', { parentSpanId: 'a', startedAt: 1_001, operation: 'chat', status: 'error' });
  await spans.insert([child, root]);
  await spans.insert([root]);
  assert.deepEqual(await spans.trace('t'), [root, child]);
  assert.deepEqual(await spans.traces({}), [{ traceId: 't', root, spans: 2, errors: 1 }]);
  assert.deepEqual(await spans.trace('unknown \0'), []);
});

test('traces are filtered and paged without gaps, also when they start at the same time', async () => {
  const { spans } = await createTestDatabase();
  await spans.insert(
    Array.from({ length: 25 }, (_, index) =>
      span(`t${String(index).padStart(2, '0')}`, 'a', { startedAt: Math.floor(index / 10) }),
    ),
  );
  const seen: string[] = [];
  let page = await spans.traces({ limit: 7 });
  while (page.length > 0) {
    seen.push(...page.map(({ traceId }) => traceId));
    const last = page.at(-1);
    page = last
      ? await spans.traces({ limit: 7, before: { startedAt: last.root.startedAt, traceId: last.traceId } })
      : [];
  }
  assert.equal(new Set(seen).size, 25);
  assert.equal(seen.length, 25);
  assert.equal((await spans.traces({ from: 1, to: 2, limit: 100 })).length, 10);
});

test('traces are found by status, duration, operation and attributes', async () => {
  const { spans } = await createTestDatabase();
  await spans.insert([
    span('slow', 'a', { durationMs: 900 }),
    span('bad', 'a', { status: 'error' }),
    span('r2', 'a', { attributes: { release: 'r2' } }),
  ]);
  const ids = async (filter: Parameters<typeof spans.traces>[0]) =>
    (await spans.traces(filter)).map(({ traceId }) => traceId).toSorted();
  assert.deepEqual(await ids({ minimumDurationMs: 500 }), ['slow']);
  assert.deepEqual(await ids({ status: 'error' }), ['bad']);
  assert.deepEqual(await ids({ attributes: { release: 'r2' } }), ['r2']);
  assert.deepEqual(await ids({ operation: 'chat' }), []);
  assert.equal((await spans.list({ operation: 'answer', attributes: { release: 'r1' } })).length, 2);
});

test('retention deletes what is older and nothing else', async () => {
  const { spans, feedback, exposures, clock } = await createTestDatabase();
  await spans.insert([span('old', 'a', { startedAt: 10 }), span('new', 'a', { startedAt: 20 })]);
  assert.equal(await spans.deleteBefore(20), 1);
  assert.equal((await spans.traces({})).length, 1);
  await feedback.add({ traceId: 't', name: 'thumb', value: 1, source: 'user', comment: undefined });
  assert.equal(await feedback.deleteBefore(clock.now() - 60_000), 0);
  assert.equal(await feedback.deleteBefore(clock.now() + 60_000), 1);
  await exposures.insert([{ rollout: 'r', unit: 'u', arm: 'a', propensity: 0.5, traceId: 't', at: 10 }]);
  assert.equal(await exposures.deleteBefore(11), 1);
});

test('feedback comes back newest first', async () => {
  const { feedback } = await createTestDatabase();
  const first = await feedback.add({
    traceId: 't1',
    name: 'thumb',
    value: -1,
    source: 'user',
    comment: 'wrong \0 page',
  });
  const second = await feedback.add({
    traceId: 't2',
    name: 'answer-accuracy',
    value: 0.75,
    source: 'judge x',
    comment: undefined,
  });
  assert.deepEqual(await feedback.list({}), [second, first]);
  assert.equal(first.comment, 'wrong  page');
  assert.deepEqual(await feedback.list({ traceId: 't1' }), [first]);
  assert.deepEqual(await feedback.list({ name: 'answer-accuracy' }), [second]);
});

test('exposures page from the oldest, each trace once', async () => {
  const { exposures } = await createTestDatabase();
  const made = Array.from({ length: 12 }, (_, index) => ({
    rollout: 'r',
    unit: `u${index}`,
    arm: index % 2 ? 'canary' : 'stable',
    propensity: 0.1,
    traceId: `t${String(index).padStart(2, '0')}`,
    at: 1_000 + Math.floor(index / 5),
  }));
  await exposures.insert([...made, ...made]);
  const first = await exposures.list({ rollout: 'r', limit: 7 });
  const last = first.at(-1);
  assert.ok(last);
  const rest = await exposures.list({ rollout: 'r', after: last });
  assert.deepEqual([...first, ...rest], made);
  assert.deepEqual(await exposures.list({ rollout: 'other' }), []);
});

test('a sealed set serves one decision', async () => {
  const { sealedUses, ledger } = await createTestDatabase();
  const claims = await Promise.all(['d1', 'd1', 'd1'].map((decision) => sealedUses.claim('set-1', decision)));
  assert.equal(claims.filter((claim) => claim === 'claimed').length, 1);
  assert.equal(claims.filter((claim) => claim === 'already-used-by-this').length, 2);
  assert.deepEqual(await sealedUses.claim('set-1', 'd2'), { usedBy: 'd1' });
  assert.equal(await sealedUses.claim('set-2', 'd2'), 'claimed');
  assert.equal((await ledger.list({ limit: 10 })).length, 2);
});
