import type { Json, Span } from '#kernel';

type AnyValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } };

const toValue = (value: Json): AnyValue => {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toValue) } };
  return { stringValue: JSON.stringify(value) };
};

const toAttributes = (attributes: Readonly<Record<string, Json>>) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: toValue(value) }));

/** Nanoseconds since 1970 as OTLP's JSON wants them: a decimal string, exact to the microsecond. */
const toNano = (milliseconds: number): string => `${BigInt(Math.round(milliseconds * 1000)) * 1000n}`;

const internal = 1;
const server = 2;
const client = 3;
const kinds: Readonly<Record<string, number>> = { answer: server, chat: client, embeddings: client, retrieval: client };

const toSpan = (span: Span) => ({
  traceId: span.traceId,
  spanId: span.spanId,
  ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
  name: span.name,
  kind: kinds[span.operation] ?? internal,
  startTimeUnixNano: toNano(span.startedAt),
  endTimeUnixNano: toNano(span.startedAt + span.durationMs),
  attributes: toAttributes({ 'gen_ai.operation.name': span.operation, ...span.attributes }),
  status: { code: span.status === 'ok' ? 1 : 2 },
});

/** Spans as an OTLP/JSON export request (opentelemetry-proto, trace.proto), which any collector takes at /v1/traces. */
export const toOtlp = (spans: readonly Span[], service: string) => ({
  resourceSpans: [
    {
      resource: { attributes: toAttributes({ 'service.name': service }) },
      scopeSpans: [{ scope: { name: 'throughline' }, spans: spans.map(toSpan) }],
    },
  ],
});
