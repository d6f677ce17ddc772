import type { Json, Span, SpanStoreDep, TelemetryDep } from '#kernel';
import { createBatchQueue, type BatchQueue, type BatchQueueOptions } from './batch-queue.ts';

export type TelemetryOptions = Omit<BatchQueueOptions<Span>, 'write' | 'weigh'>;

/** `record` for the stages, the rest for the composition root. */
export interface Telemetry extends TelemetryDep, Pick<BatchQueue<Span>, 'counts' | 'flush' | 'close'> {}

/** Longer texts are cut in the span; whole documents belong into blobs. */
const textLimit = 32_768;

const shorten = (value: Json): Json =>
  typeof value === 'string' && value.length > textLimit ? `${value.slice(0, textLimit)}…` : value;

/** Almost no span has a long text, so looking must cost nothing: no list of entries is made. */
const hasLongText = (attributes: Span['attributes']): boolean => {
  for (const name in attributes) {
    const value = attributes[name];
    if (typeof value === 'string' && value.length > textLimit) return true;
  }
  return false;
};

const shortenAll = (span: Span): Span => {
  if (!hasLongText(span.attributes)) return span;
  const entries = Object.entries(span.attributes);
  return { ...span, attributes: Object.fromEntries(entries.map(([key, value]) => [key, shorten(value)])) };
};

const weigh = ({ attributes }: Span): number => {
  let bytes = 256;
  for (const name in attributes) {
    const value = attributes[name];
    if (typeof value === 'string') bytes += value.length;
    else bytes += typeof value === 'object' && value !== null ? JSON.stringify(value).length : 16;
  }
  return bytes;
};

/** Writes finished spans to the store in the background. */
export const createTelemetry = ({ spans }: SpanStoreDep, options: TelemetryOptions = {}): Telemetry => {
  const queue = createBatchQueue<Span>({ ...options, write: spans.insert, weigh });
  const { counts, flush, close } = queue;
  return { telemetry: { record: (span) => queue.add(shortenAll(span)) }, counts, flush, close };
};
