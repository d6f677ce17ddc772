import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chatEvents } from '../testing.ts';
import { answerKind, beginsWithError, firstData } from './answer-kind.ts';
import { requestHeaders, responseHeaders } from './headers.ts';
import { createUsageFilter } from './usage-filter.ts';

const through = (pieces: readonly Buffer[]): string => {
  const filter = createUsageFilter();
  return Buffer.concat([...pieces.map((piece) => filter.push(piece)), filter.rest()]).toString();
};

const cutAt = (text: Buffer, cuts: readonly number[]): readonly Buffer[] => {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b);
  return places.slice(1).map((end, index) => text.subarray(places[index], end));
};

test('the chunk with usage alone is taken out, wherever the stream is cut, and nothing else is', () => {
  const words = fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { maxLength: 6 });
  fc.assert(
    fc.property(words, fc.array(fc.nat(5000), { maxLength: 12 }), fc.boolean(), (said, cuts, windows) => {
      const events = chatEvents(said).map((event) => (windows ? event.replaceAll('\n', '\r\n') : event));
      const expected = events.filter((_, index) => index !== events.length - 2).join('');
      assert.equal(through(cutAt(Buffer.from(events.join('')), cuts)), expected);
    }),
    { numRuns: 200 },
  );
});

test('usage beside a choice stays, and what never ends is let through', () => {
  const event = 'data: {"choices":[{"delta":{}}],"usage":{"prompt_tokens":1}}\n\n';
  assert.equal(through([Buffer.from(event)]), event);
  const endless = Buffer.alloc(200_000, 'x');
  assert.equal(through([endless, endless]).length, 400_000);
});

test('an answer is what its status and headers say', () => {
  const kinds = [
    answerKind(200, { 'content-type': 'text/event-stream; charset=utf-8' }, true),
    answerKind(200, { 'content-type': 'application/json' }, false),
    answerKind(200, { 'content-type': 'application/json' }, true),
    answerKind(200, { 'content-type': 'text/html' }, false),
    answerKind(200, { 'content-type': 'application/json', 'content-encoding': 'br' }, false),
    answerKind(500, {}, true),
    answerKind(302, {}, false),
  ];
  assert.deepEqual(kinds, ['stream', 'whole', 'unusable', 'unusable', 'unusable', 'error', 'error']);
  const errors = ['event: error\ndata: {}', 'data: {"error":{}}', 'event: x\ndata: {"type":"error"}'];
  for (const text of errors) assert.ok(beginsWithError(Buffer.from(text)), text);
  assert.ok(!beginsWithError(Buffer.from('data: {"id":"x","choices":[{"delta":{"content":"{\\"error\\""}}]}')));
  assert.equal(firstData(Buffer.from('event: error\ndata: {"a":1}\n\n')).toString(), '{"a":1}');
});

test('headers of a connection, of our account and of the client stay where they belong', () => {
  const span = { stream: true, traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
  const client = {
    'user-agent': 'x',
    'anthropic-version': '2023-06-01',
    'x-secret': 'y',
    'accept-encoding': 'gzip',
    host: 'h',
  };
  assert.deepEqual(Object.keys(requestHeaders(client, span)), [
    'content-type',
    'accept',
    'accept-encoding',
    'traceparent',
    'anthropic-version',
    'user-agent',
  ]);
  const provider = {
    'content-type': 'application/json',
    'x-request-id': '1',
    connection: 'close',
    'transfer-encoding': 'chunked',
    'set-cookie': 'a=b',
    'x-ratelimit-remaining-tokens': '1',
    'openai-organization': 'us',
    'content-length': '5',
    'cf-ray': 'z',
  };
  assert.deepEqual(responseHeaders(provider, { 'x-own': '2' }), {
    'content-type': 'application/json',
    'x-request-id': '1',
    'x-own': '2',
  });
});
