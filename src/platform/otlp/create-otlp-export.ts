import { FaultError, type Span } from '#kernel';
import { createBatchQueue, type BatchQueue } from '#platform/telemetry';
import { otlpFaults } from './errors.ts';

export interface OtlpOptions {
  /** The collector's address; `/v1/traces` is added when it has no path. */
  readonly url: string;
  /** Further headers, for instance with a token. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly service: { readonly name: string; readonly version: string };
  readonly timeoutMs?: number;
}

/** Sends finished spans to a collector in the background. */
export interface OtlpExport {
  /** Never waits; when the collector is slower than the spans, they are dropped and counted. */
  readonly record: (span: Span) => void;
  readonly counts: BatchQueue<Span>['counts'];
  readonly close: () => Promise<void>;
}

const tracesUrl = (given: string): string => {
  const url = new URL(given);
  if (url.pathname === '/' || url.pathname === '') url.pathname = '/v1/traces';
  return url.href;
};

const away = (problem: string): FaultError => new FaultError(otlpFaults.fault('PLATFORM_COLLECTOR_AWAY', { problem }));

interface Post {
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

const post = async ({ target, headers, timeoutMs }: Post, body: Buffer<ArrayBuffer>): Promise<number> => {
  try {
    const response = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.body?.cancel();
    return response.status;
  } catch (thrown) {
    throw away(thrown instanceof Error ? thrown.message : String(thrown));
  }
};

const createSend = ({ url, headers = {}, service, timeoutMs = 10_000 }: OtlpOptions) => {
  const target = tracesUrl(url);
  // Loaded with the first batch: 200 ms that a server without a collector does not pay.
  const load = async () => {
    const [{ JsonTraceSerializer }, { createToReadable }] = await Promise.all([
      import('@opentelemetry/otlp-transformer'),
      import('./readable-span.ts'),
    ]);
    return { serializer: JsonTraceSerializer, toReadable: createToReadable(service) };
  };
  let loading: ReturnType<typeof load> | undefined;
  return async (spans: readonly Span[]): Promise<void> => {
    loading ??= load();
    const { serializer, toReadable } = await loading;
    const body = serializer.serializeRequest(spans.map(toReadable));
    if (body === undefined) return;
    const status = await post({ target, headers, timeoutMs }, Buffer.from(body));
    if (status < 300) return;
    if (status >= 500 || status === 429) throw away(`It answered with status ${status}.`);
    throw new FaultError(otlpFaults.fault('PLATFORM_COLLECTOR_REFUSES', { status }));
  };
};

/** Spans by OTLP over HTTP in JSON (OTLP specification 1.8), in batches of at most 500. */
export const createOtlpExport = (options: OtlpOptions): OtlpExport => {
  const queue = createBatchQueue<Span>({ write: createSend(options), batchSize: 500, delayMs: 1000 });
  return { record: queue.add, counts: queue.counts, close: () => queue.close() };
};
