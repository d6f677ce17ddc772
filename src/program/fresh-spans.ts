import type { SpanStoreDep } from '#kernel';

export interface FreshSpansDeps extends SpanStoreDep {
  /** Waits until every span recorded so far is stored. */
  readonly flushTelemetry: () => Promise<void>;
}

/** A span store that finds a trace as soon as its answer is given: spans wait in a queue for up to a second. */
export const withFreshSpans = <Deps extends FreshSpansDeps>(deps: Deps): Deps => ({
  ...deps,
  spans: {
    ...deps.spans,
    trace: async (traceId: string, limit?: number) => {
      const stored = await deps.spans.trace(traceId, limit);
      if (stored.length > 0) return stored;
      await deps.flushTelemetry();
      return deps.spans.trace(traceId, limit);
    },
  },
});
