import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '#kernel';
import type { Usage } from './contract.ts';
import type { Dialect } from './provider-wire.ts';
import type { OpenWire } from './test-wire.ts';
import { createUsageReader } from './usage/create-usage-reader.ts';
import type { SeenCall, WireAnswer, WireRefusal } from './wire-servers/wire-server.ts';

export interface PassThroughUnderTest {
  readonly name: string;
  readonly open: (script: (call: SeenCall) => WireAnswer | WireRefusal) => Promise<OpenWire>;
  /** What it speaks itself. */
  readonly dialects: readonly Dialect[];
  /** What the server is told to report, and what is read off its answer. */
  readonly usage: Usage;
}

const bodyOf = (dialect: Dialect, model: string): Readonly<Record<string, Json>> => {
  const messages = [{ role: 'user', content: 'Say hello.' }];
  if (dialect === 'openai-chat') return { model, messages };
  if (dialect === 'openai-responses') return { model, input: 'Say hello.' };
  if (dialect === 'openai-completions') return { model, prompt: 'Say hello.' };
  if (dialect === 'openai-embeddings') return { model, input: ['Say hello.'] };
  if (dialect === 'rerank') return { model, query: 'hello', documents: ['hello there', 'good-bye'] };
  return { model, messages, max_tokens: 100 };
};

const streamed = (dialect: Dialect, { usageInStream }: OpenWire['wire']): Readonly<Record<string, Json>> => {
  const asks = (dialect === 'openai-chat' || dialect === 'openai-completions') && usageInStream !== 'always';
  return asks ? { stream: true, stream_options: { include_usage: true } } : { stream: true };
};

/** Sends what the gateway sends when bytes pass through. */
export const passThrough = async (
  { wire, card, deps }: OpenWire,
  dialect: Dialect,
  stream: boolean,
): Promise<Response> => {
  const model = card.endpoint?.deployment ?? card.providerModel;
  const body = { ...bodyOf(dialect, model), ...(stream ? streamed(dialect, wire) : {}) };
  const signed = await wire.sign(deps, card, {
    method: 'POST',
    url: wire.urls(card)[dialect] ?? '',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  });
  assert.ok(signed.ok);
  const { url, headers } = signed.value;
  return deps.http.fetch(url, { method: 'POST', headers, body: new Uint8Array(signed.value.body) });
};

const streams = (dialect: Dialect): boolean => dialect !== 'openai-embeddings' && dialect !== 'rerank';

const testDialect = ({ name, open, usage }: PassThroughUnderTest, dialect: Dialect): void => {
  for (const stream of streams(dialect) ? [false, true] : [false])
    test(`${name}: ${dialect} passes through, ${stream ? 'streamed' : 'whole'}`, async () => {
      const wire = await open(() => ({ text: ['Hel', 'lo.'], usage }));
      const response = await passThrough(wire, dialect, stream);
      const body = new Uint8Array(await response.arrayBuffer());
      assert.equal(response.status, 200, Buffer.from(body).toString());
      const reader = createUsageReader(dialect, response.headers.get('content-type') ?? '');
      reader.push(body);
      const read = reader.read();
      assert.equal(read.finished, true);
      if (streams(dialect)) assert.deepEqual(read.usage, usage);
      else assert.ok(read.usage !== undefined && read.usage.inputTokens > 0);
    });
};

/** The contract of a wire whose bytes pass through; run on every provider that speaks a dialect itself. */
export const testPassThrough = (wire: PassThroughUnderTest): void => {
  for (const dialect of wire.dialects) testDialect(wire, dialect);
  const [dialect] = wire.dialects;
  if (dialect === undefined || !streams(dialect)) return;
  test(`${wire.name}: a stream that ends too early is not finished`, async () => {
    const open = await wire.open(() => ({ text: ['Hel', 'lo.'], ends: 'early' }));
    const response = await passThrough(open, dialect, true);
    const reader = createUsageReader(dialect, 'text/event-stream');
    reader.push(new Uint8Array(await response.arrayBuffer()));
    const { finished, outputBytes } = reader.read();
    assert.deepEqual([finished, outputBytes], [false, 6]);
  });
};
