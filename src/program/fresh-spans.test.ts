import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Span } from '#kernel';
import { createTelemetry } from '#platform/telemetry';
import { createTestDatabase } from '#platform/postgres/testing';
import { withFreshSpans } from './fresh-spans.ts';

const span: Span = {
  traceId: 'just-given',
  spanId: 'a',
  parentSpanId: undefined,
  name: 'answer',
  operation: 'answer',
  startedAt: 1,
  durationMs: 1,
  status: 'ok',
  attributes: {},
};

test('a trace is found while its spans still wait in the queue', async () => {
  const { spans } = await createTestDatabase();
  const { telemetry, flush, close } = createTelemetry({ spans }, { delayMs: 60_000 });
  const fresh = withFreshSpans({ spans, flushTelemetry: async () => void (await flush()) });
  telemetry.record(span);
  assert.deepEqual(await spans.trace(span.traceId), []);
  assert.deepEqual(await fresh.spans.trace(span.traceId), [span]);
  assert.deepEqual(await fresh.spans.trace('never-given'), []);
  await close();
});
