import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestClock } from '#platform/clock/testing';
import { chatAnswer, chatEvents } from '../testing.ts';
import { createCaptureGate } from './capture-gate.ts';
import { createCaptured } from './captured.ts';
import { askedText, saidText } from './texts.ts';

test('what was asked and said is found in every dialect', () => {
  const messages = [{ role: 'user', content: [{ type: 'text', text: 'a' }, { type: 'image_url' }] }];
  assert.deepEqual(
    [{ messages }, { input: 'b' }, { prompt: ['c'] }, { query: 'd' }, {}].map((body) => askedText(body)),
    ['a', 'b', 'c', 'd', undefined],
  );
  const said = (answer: object) => saidText(Buffer.from(JSON.stringify(answer)), false);
  assert.equal(saidText(Buffer.from(chatAnswer('Hi')), false), 'Hi');
  assert.equal(said({ content: [{ type: 'text', text: 'Hi' }] }), 'Hi');
  assert.equal(said({ output: [{ content: [{ type: 'output_text', text: 'Hi' }] }] }), 'Hi');
  assert.equal(saidText(Buffer.from(chatEvents(['Hello ', 'there']).join('')), true), 'Hello there');
  const events = [
    { type: 'content_block_delta', delta: { type: 'text_delta', text: 'a' } },
    { type: 'response.output_text.delta', delta: 'b' },
  ];
  assert.equal(saidText(Buffer.from(events.map((event) => `data: ${JSON.stringify(event)}\n`).join('')), true), 'ab');
  assert.equal(saidText(Buffer.from('not json'), false), '');
});

test('content is kept of some calls a second, and never more than its bound', () => {
  const { clock, advance } = createTestClock();
  const gate = createCaptureGate({ clock }, 'on');
  const taken = () => Array.from({ length: 100 }, gate).filter(Boolean).length;
  const first = taken();
  advance(1000);
  assert.deepEqual([first, taken(), createCaptureGate({ clock }, 'off')()], [20, 20, false]);
  const captured = createCaptured();
  for (let piece = 0; piece < 100; piece += 1) captured.keep(Buffer.alloc(10_000));
  assert.ok(captured.bytes().length < 80_000);
});
