import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFaults, FaultError, type Span } from '#kernel';
import { createTestDatabase } from '#platform/postgres/testing';
import { createBatchQueue, createTelemetry } from '#platform/telemetry';

const { fault } = createFaults({ DOWN: { what: 'down', why: '', remedy: '', status: 503, retryable: true } });

const span = (id: number, attributes: Span['attributes'] = {}): Span => ({
  traceId: `trace-${id}`,
  spanId: `span-${id}`,
  parentSpanId: undefined,
  name: 'chat model',
  operation: 'chat',
  startedAt: 1_000 + id,
  durationMs: 5,
  status: 'ok',
  attributes,
});

test('recorded spans are in the store after a flush', async () => {
  const { spans } = await createTestDatabase();
  const { telemetry, counts, flush, close } = createTelemetry({ spans });
  for (let id = 0; id < 1_200; id += 1)
    telemetry.record(span(id, { 'gen_ai.request.model': 'tiny', text: `NUL \0 and \ud800 ${id}` }));
  assert.equal(await flush(), true);
  assert.deepEqual(counts(), { queued: 0, written: 1_200, dropped: 0, failures: 0 });
  assert.equal((await spans.list({})).length, 1_200);
  await close();
});

test('a full queue drops and counts, and never throws', async () => {
  const written: number[] = [];
  const queue = createBatchQueue<number>({
    capacity: 10,
    batchSize: 4,
    delayMs: 1,
    write: async (items) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      written.push(...items);
    },
  });
  for (let item = 0; item < 25; item += 1) queue.add(item);
  assert.equal(queue.counts().dropped, 15);
  await queue.close();
  assert.deepEqual(written, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  queue.add(1);
  assert.deepEqual(queue.counts(), { queued: 0, written: 10, dropped: 16, failures: 0 });
});

test('the bytes in the queue are bounded too', () => {
  const queue = createBatchQueue<string>({
    capacityBytes: 100,
    weigh: (text) => text.length,
    write: () => new Promise(() => undefined),
  });
  queue.add('x'.repeat(80));
  queue.add('y'.repeat(30));
  queue.add('z'.repeat(20));
  assert.equal(queue.counts().dropped, 1);
});

test('items are kept while the store is down and written when it is back', async () => {
  let isDown = true;
  const written: number[] = [];
  const queue = createBatchQueue<number>({
    delayMs: 1,
    write: (items) => {
      if (isDown) return Promise.reject(new FaultError(fault('DOWN')));
      written.push(...items);
      return Promise.resolve();
    },
  });
  queue.add(1);
  queue.add(2);
  assert.equal(await queue.flush(60), false);
  assert.ok(queue.counts().failures > 0);
  assert.equal(queue.counts().queued, 2);
  isDown = false;
  assert.equal(await queue.flush(), true);
  assert.deepEqual(written, [1, 2]);
});

test('one item that the store refuses does not hold up the others', async () => {
  const written: number[] = [];
  const queue = createBatchQueue<number>({
    delayMs: 1,
    write: (items) => {
      if (items.includes(2)) return Promise.reject(new Error('bad item'));
      written.push(...items);
      return Promise.resolve();
    },
  });
  for (const item of [1, 2, 3]) queue.add(item);
  await queue.flush();
  assert.deepEqual(written, [1, 3]);
  assert.deepEqual(queue.counts(), { queued: 0, written: 2, dropped: 1, failures: 1 });
});

test('closing is bounded when the store hangs', async () => {
  const queue = createBatchQueue<number>({ delayMs: 1, write: () => new Promise(() => undefined) });
  queue.add(1);
  const startedAt = performance.now();
  await queue.close(30);
  assert.ok(performance.now() - startedAt < 500);
  assert.equal(queue.counts().dropped, 1);
});

test('a text of a megabyte is cut', async () => {
  const { spans } = await createTestDatabase();
  const { telemetry, close } = createTelemetry({ spans });
  telemetry.record(span(1, { text: 'x'.repeat(1_000_000), model: 'tiny' }));
  await close();
  const [stored] = await spans.trace('trace-1');
  assert.equal(stored?.attributes['text'], `${'x'.repeat(32_768)}…`);
  assert.equal(stored?.attributes['model'], 'tiny');
});
