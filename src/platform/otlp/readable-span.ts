import type { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { Json, Span } from '#kernel';

/** A span as OpenTelemetry's serializer takes it. */
export type ReadableSpan = Parameters<typeof JsonTraceSerializer.serializeRequest>[0][number];

type Attribute = string | number | boolean | string[];

const toTime = (milliseconds: number): [number, number] => {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1e6)];
};

const isTextList = (value: Json): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** OTLP attributes are scalars or lists of one kind; anything deeper becomes JSON text. */
const toAttribute = (value: Json): Attribute => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return isTextList(value) ? [...value] : JSON.stringify(value);
};

const context = (traceId: string, spanId: string) => ({ traceId, spanId, traceFlags: 1 });

/** `SpanKind`: an answer is what the server did, the rest is inside it. */
const [internal, server] = [0, 1];

/** Makes spans of one service. */
export const createToReadable = (service: { readonly name: string; readonly version: string }) => {
  const resource = resourceFromAttributes({ 'service.name': service.name, 'service.version': service.version });
  return (span: Span): ReadableSpan => ({
    name: span.name,
    kind: span.parentSpanId === undefined ? server : internal,
    spanContext: () => context(span.traceId, span.spanId),
    ...(span.parentSpanId === undefined ? {} : { parentSpanContext: context(span.traceId, span.parentSpanId) }),
    startTime: toTime(span.startedAt),
    endTime: toTime(span.startedAt + span.durationMs),
    duration: toTime(span.durationMs),
    status: { code: span.status === 'error' ? 2 : 0 },
    attributes: Object.fromEntries(Object.entries(span.attributes).map(([name, value]) => [name, toAttribute(value)])),
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: 'throughline', version: service.version },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  });
};
