import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import type { Span } from '#kernel';
import { createOtlpExport } from './index.ts';

const span: Span = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  parentSpanId: undefined,
  name: 'chat gpt-x',
  operation: 'chat',
  startedAt: 1_700_000_000_123.5,
  durationMs: 250,
  status: 'error',
  attributes: { 'gen_ai.usage.input_tokens': 12, 'throughline.attempts': ['a 500', 'b'], deep: { a: [1] } },
};

const startCollector = async (status: () => number) => {
  const bodies: { readonly url: string | undefined; readonly key: unknown; readonly json: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push({ url: request.url, key: request.headers['x-key'], json: Buffer.concat(chunks).toString() });
      response.writeHead(status()).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { bodies, url: `http://127.0.0.1:${port}`, close: () => server.close() };
};

test('a span arrives as OTLP JSON: hex ids, nanoseconds as text, typed attributes', async (context) => {
  const collector = await startCollector(() => 200);
  context.after(collector.close);
  const otlp = createOtlpExport({
    url: collector.url,
    headers: { 'x-key': 'k' },
    service: { name: 's', version: '1' },
  });
  otlp.record(span);
  await otlp.close();
  const [sent] = collector.bodies;
  assert.deepEqual([sent?.url, sent?.key], ['/v1/traces', 'k']);
  const { resourceSpans } = JSON.parse(sent?.json ?? '');
  const [{ scopeSpans, resource }] = resourceSpans;
  const [got] = scopeSpans[0].spans;
  assert.deepEqual(resource.attributes[0], { key: 'service.name', value: { stringValue: 's' } });
  assert.deepEqual([got.traceId, got.spanId, got.kind], [span.traceId, span.spanId, 2]);
  assert.equal(got.startTimeUnixNano, '1700000000123500000');
  assert.equal(got.endTimeUnixNano, '1700000000373500000');
  assert.equal(got.status.code, 2);
  assert.deepEqual(got.attributes, [
    { key: 'gen_ai.usage.input_tokens', value: { intValue: 12 } },
    {
      key: 'throughline.attempts',
      value: { arrayValue: { values: [{ stringValue: 'a 500' }, { stringValue: 'b' }] } },
    },
    { key: 'deep', value: { stringValue: '{"a":[1]}' } },
  ]);
});

test('a collector that refuses costs dropped spans that are counted, never an exception', async (context) => {
  const collector = await startCollector(() => 400);
  context.after(collector.close);
  const otlp = createOtlpExport({ url: collector.url, service: { name: 's', version: '1' } });
  otlp.record(span);
  await otlp.close();
  assert.equal(otlp.counts().dropped, 1);
});

test('a collector that is away for a moment gets the spans later', async (context) => {
  const statuses = [503, 200];
  const collector = await startCollector(() => statuses.shift() ?? 200);
  context.after(collector.close);
  const otlp = createOtlpExport({ url: collector.url, service: { name: 's', version: '1' } });
  otlp.record(span);
  while (otlp.counts().written === 0) await new Promise((next) => setTimeout(next, 20));
  await otlp.close();
  assert.deepEqual([otlp.counts().dropped, collector.bodies.length], [0, 2]);
});
