import type { ClockDep, IdDep, Json, TelemetryDep } from '#kernel';
import type { AnswerOptions } from './port.ts';

export type Attributes = Readonly<Record<string, Json>>;

export interface SpanStart {
  readonly name: string;
  /** `gen_ai.operation.name`. */
  readonly operation: string;
  readonly attributes?: Attributes;
}

/** What the work inside of a span may still say about it. */
export interface OpenSpan {
  readonly set: (attributes: Attributes) => void;
  readonly fail: (type: string) => void;
  /** Texts, kept only when capture is on. */
  readonly content: (attributes: Attributes) => void;
  /** Spans below this one. */
  readonly inside: Tracer;
}

export interface Tracer {
  readonly traceId: string;
  readonly span: <Value>(start: SpanStart, work: (span: OpenSpan) => Promise<Value>) => Promise<Value>;
}

export type TraceDeps = ClockDep & IdDep & TelemetryDep;

const spanIdFrom = (uuid: string): string => uuid.replaceAll('-', '').slice(-16);

const typeOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : 'unknown');

interface Place {
  readonly traceId: string;
  readonly parentSpanId: string | undefined;
  readonly capture: boolean;
}

const tracerAt = (deps: TraceDeps, place: Place): Tracer => ({
  traceId: place.traceId,
  span: async ({ name, operation, attributes = {} }, work) => {
    const spanId = spanIdFrom(deps.ids.uuid());
    const startedAt = deps.clock.now();
    const started = deps.clock.monotonic();
    const collected: Record<string, Json> = { 'gen_ai.operation.name': operation, ...attributes };
    let status: 'ok' | 'error' = 'ok';
    const open: OpenSpan = {
      set: (more) => Object.assign(collected, more),
      fail: (type) => {
        status = 'error';
        collected['error.type'] = type;
      },
      content: (more) => {
        if (place.capture) Object.assign(collected, more);
      },
      inside: tracerAt(deps, { ...place, parentSpanId: spanId }),
    };
    try {
      return await work(open);
    } catch (thrown) {
      open.fail(typeOf(thrown));
      throw thrown;
    } finally {
      const durationMs = deps.clock.monotonic() - started;
      const { traceId, parentSpanId } = place;
      deps.telemetry.record({
        traceId,
        spanId,
        parentSpanId,
        name,
        operation,
        startedAt,
        durationMs,
        status,
        attributes: collected,
      });
    }
  },
});

/** Starts a trace, or goes on with the caller's. */
export const createTracer = (deps: TraceDeps, { trace, capture = 'off' }: AnswerOptions): Tracer =>
  tracerAt(deps, {
    traceId: trace?.traceId ?? deps.ids.uuid().replaceAll('-', ''),
    parentSpanId: trace?.parentSpanId,
    capture: capture === 'on',
  });
