import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Span } from '#kernel';
import { createProveDeps } from '#prove/evaluate/testing';
import { createMonitoringProbe } from './probe-monitoring.ts';

const monitor = (works: boolean) => {
  const [queued, stored]: [Span[], Span[]] = [[], []];
  return createMonitoringProbe({
    ...createProveDeps(),
    telemetry: { record: (span) => void queued.push(span) },
    flushTelemetry: async () => void (works && stored.push(...queued)),
    spans: {
      insert: async () => undefined,
      traces: async () => [],
      list: async () => [],
      deleteBefore: async () => 0,
      trace: async (traceId) => stored.filter((span) => span.traceId === traceId),
    },
  });
};

test('a span that reaches the store passes, one that is lost fails', async () => {
  assert.equal((await monitor(true).probeMonitoring()).ok, true);
  const lost = await monitor(false).probeMonitoring();
  assert.deepEqual(lost, { ok: false, says: 'A span was written and could not be read back.' });
});
