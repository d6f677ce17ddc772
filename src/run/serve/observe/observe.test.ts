import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Account } from '../gateway/port.ts';
import { attemptSpans, callSpan, type CallTrace } from './call-span.ts';
import { createGatewayMeter } from './gateway-meter.ts';
import { renderMeter } from './render-meter.ts';
import { readTraceparent, traceparent } from './trace-context.ts';

const account: Account = {
  id: 'account-1',
  traceId: 'a'.repeat(32),
  at: 1000,
  keyId: 'key-1',
  team: 'search',
  route: 'fast',
  model: 'gpt-x',
  provider: 'openai',
  dialect: 'openai-chat',
  outcome: 'ok',
  status: 200,
  attempts: 2,
  usage: { inputTokens: 100, cachedInputTokens: 40, outputTokens: 10, reasoningTokens: 4 },
  estimated: false,
  costNano: 123_000,
  durationMs: 80,
  firstByteMs: 60,
};
const trace: CallTrace = {
  account,
  spanId: 'b'.repeat(16),
  parentSpanId: undefined,
  providerModel: 'gpt-x-2026',
  streamed: true,
  attempts: [
    { model: 'claude', provider: 'anthropic', server: 'a.example', outcome: '529', startedAt: 1000, durationMs: 10 },
    { model: 'gpt-x', provider: 'openai', server: 'o.example', outcome: 'ok', startedAt: 1012, durationMs: 68 },
  ],
  cache: 'miss',
  overheadMs: 0.3124,
  prompt: 'Write to ada@lovelace.org',
  answer: 'Done.',
};

test('a span leads from the key to the cost, and says what was tried', () => {
  const { attributes, name, status } = callSpan(trace, 'on');
  assert.deepEqual([name, status], ['chat fast', 'ok']);
  assert.equal(attributes['throughline.actor'], 'key-1');
  assert.equal(attributes['throughline.cost_nano_usd'], 123_000);
  assert.equal(attributes['gen_ai.usage.cache_read.input_tokens'], 40);
  assert.equal(attributes['gen_ai.response.model'], 'gpt-x-2026');
  assert.deepEqual(attributes['throughline.attempts'], ['claude: 529', 'gpt-x: ok']);
  assert.equal(attributes['throughline.question'], 'Write to ada@lovelace.org');
  const tries = attemptSpans(trace, () => 'c'.repeat(16));
  assert.deepEqual(
    tries.map(({ name: tried, status: how, parentSpanId }) => [tried, how, parentSpanId]),
    [
      ['try claude', 'error', trace.spanId],
      ['try gpt-x', 'ok', trace.spanId],
    ],
  );
});

test('content is masked or left out as the project says', () => {
  assert.doesNotMatch(JSON.stringify(callSpan(trace, 'redacted')), /ada@lovelace/);
  assert.equal(callSpan(trace, 'redacted').attributes['throughline.answer'], 'Done.');
  assert.equal('throughline.answer' in callSpan(trace, 'off').attributes, false);
});

test('a failed call is an error with its status', () => {
  const span = callSpan({ ...trace, account: { ...account, outcome: 'failed', status: 502 } }, 'off');
  assert.deepEqual([span.status, span.attributes['error.type']], ['error', '502']);
});

test('traceparent is read as the specification says', () => {
  const valid = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  assert.deepEqual(readTraceparent(valid), { traceId: 'a'.repeat(32), parentSpanId: 'b'.repeat(16), sampled: true });
  assert.equal(readTraceparent(valid.replace(/^00/, 'cc').concat('-what'))?.traceId, 'a'.repeat(32));
  const wrong = [
    '',
    'x',
    `${valid}-x`,
    valid.replace(/^00/, 'ff'),
    valid.replaceAll('a', '0'),
    valid.replaceAll('b', '0'),
    valid.toUpperCase(),
  ];
  for (const header of [undefined, ...wrong]) assert.equal(readTraceparent(header), undefined, header);
  fc.assert(fc.property(fc.string(), (text) => void readTraceparent(text)));
  assert.equal(traceparent({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }), valid);
});

test('metrics count calls, tokens by class and money, and their buckets are cumulative', () => {
  const meter = createGatewayMeter();
  const { route, model, outcome, usage, costNano } = account;
  for (const overheadMs of [0.05, 0.4, 300]) {
    meter.called({ route, model, outcome, usage, costNano, durationMs: 80, overheadMs, retries: 1 });
  }
  const text = renderMeter(meter, {
    throughline_gateway_breaker_open: { help: 'x', values: [{ labels: { target: 'a"b' }, value: 1 }] },
  });
  assert.match(text, /throughline_gateway_requests_total\{route="fast",model="gpt-x",outcome="ok"\} 3\n/);
  assert.match(text, /tokens_total\{route="fast",model="gpt-x",class="input"\} 180\n/);
  assert.match(text, /tokens_total\{route="fast",model="gpt-x",class="cached"\} 120\n/);
  assert.match(text, /cost_usd_total\{[^}]+\} 0\.000369\n/);
  assert.match(text, /overhead_seconds_bucket\{le="0\.0001"\} 1\n/);
  assert.match(text, /overhead_seconds_bucket\{le="0\.0005"\} 2\n/);
  assert.match(text, /overhead_seconds_bucket\{le="0\.1"\} 2\n/);
  assert.match(text, /overhead_seconds_bucket\{le="\+Inf"\} 3\n/);
  assert.match(text, /breaker_open\{target="a\\"b"\} 1\n/);
});

test('names without end do not fill the memory', () => {
  const meter = createGatewayMeter();
  const { model, outcome, usage, costNano } = account;
  for (let index = 0; index < 2000; index += 1) {
    meter.called({ route: `r${index}`, model, outcome, usage, costNano, durationMs: 1, overheadMs: 1, retries: 0 });
  }
  const { totals } = meter.read();
  assert.ok(totals.length <= 501);
  assert.equal(
    totals.reduce((sum, { requests }) => sum + requests, 0),
    2000,
  );
});
