import type { ClockDep, IdDep, SpanStoreDep, TelemetryDep } from '#kernel';
import type { ProbeMonitoringDep } from './port.ts';

export interface ProbeMonitoringDeps extends TelemetryDep, SpanStoreDep, ClockDep, IdDep {
  /** Waits until every span recorded so far is stored. */
  readonly flushTelemetry: () => Promise<void>;
}

/** Records a span the way serving does, waits for the queue, and looks for it in the store the monitor reads. */
export const createMonitoringProbe = (deps: ProbeMonitoringDeps): ProbeMonitoringDep => ({
  probeMonitoring: async () => {
    const traceId = deps.ids.uuid().replaceAll('-', '');
    const startedAt = deps.clock.now();
    deps.telemetry.record({
      traceId,
      // The random end of a UUIDv7; its start is the time and repeats.
      spanId: deps.ids.uuid().replaceAll('-', '').slice(16),
      parentSpanId: undefined,
      name: 'readiness probe',
      operation: 'probe',
      startedAt,
      durationMs: 0,
      status: 'ok',
      attributes: {},
    });
    await deps.flushTelemetry();
    const found = await deps.spans.trace(traceId);
    return found.length > 0
      ? { ok: true, says: `A span was written and read back in ${deps.clock.now() - startedAt} ms.` }
      : { ok: false, says: 'A span was written and could not be read back.' };
  },
});
