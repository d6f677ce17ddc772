/** What a caller says about the trace that its request belongs to (W3C Trace Context, section 3.2). */
export interface TraceContext {
  readonly traceId: string;
  readonly parentSpanId: string;
  readonly sampled: boolean;
}

const pattern =
  /^(?<version>[\da-f]{2})-(?<traceId>[\da-f]{32})-(?<spanId>[\da-f]{16})-(?<flags>[\da-f]{2})(?<rest>-.*)?$/;

/** Version ff is forbidden; version 00 has nothing after its flags; ids of zeros are not valid. */
const isValid = ({ version, traceId, spanId, rest }: Readonly<Record<string, string | undefined>>): boolean =>
  version !== 'ff' &&
  (version !== '00' || rest === undefined) &&
  !/^0+$/.test(`${traceId}`) &&
  !/^0+$/.test(`${spanId}`);

/** Reads a `traceparent` header; undefined when it is absent or not valid, and then a trace begins here. */
export const readTraceparent = (header: string | undefined): TraceContext | undefined => {
  if (header === undefined || header.length > 200) return undefined;
  const parts = pattern.exec(header.trim())?.groups;
  if (parts === undefined || !isValid(parts)) return undefined;
  const { traceId = '', spanId = '', flags = '' } = parts;
  return { traceId, parentSpanId: spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
};

/** The header for a call that is made inside a span. */
export const traceparent = ({ traceId, spanId }: { readonly traceId: string; readonly spanId: string }): string =>
  `00-${traceId}-${spanId}-01`;
