import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok } from '#kernel';
import type { Answered } from '../answer-chat.ts';
import { toQuestion } from '../chat-request.ts';
import { scriptedApplication, servedBy, testAnswer } from '../testing.ts';
import { answeredDelta, answeredFinish, answeredResult } from './answered-result.ts';
import { dialectCodecs } from './dialect-codecs.ts';
import type { JsonObject } from './port.ts';

const application = scriptedApplication('basic', () => testAnswer('x'));
const answered: Answered = {
  answer: testAnswer('The answer.'),
  served: servedBy(application),
  traceId: 'a'.repeat(32),
  latencyMs: 12,
};
const context = { id: 'a'.repeat(32), created: 1, model: 'throughline', body: {} };

const bodies: readonly (readonly [keyof typeof dialectCodecs, JsonObject])[] = [
  [
    'openai-chat',
    {
      messages: [
        { role: 'system', content: 'be brief' },
        { role: 'user', content: 'why?' },
      ],
    },
  ],
  ['openai-responses', { instructions: 'be brief', input: 'why?' }],
  [
    'anthropic-messages',
    { max_tokens: 5, system: 'be brief', messages: [{ role: 'user', content: [{ type: 'text', text: 'why?' }] }] },
  ],
];

test('every API reaches the question of a released strategy', () => {
  for (const [dialect, body] of bodies) {
    const request = dialectCodecs[dialect].chatRequest({ ...body, model: 'throughline', stream: true });
    assert.ok(request.ok, dialect);
    assert.deepEqual([request.value.model, request.value.stream], ['throughline', true]);
    const question = { text: 'why?', history: [{ role: 'system', content: 'be brief' }] };
    assert.deepEqual(toQuestion(request.value), ok(question), dialect);
  }
});

test('every API can say the answer whole, with our extension', () => {
  for (const codec of Object.values(dialectCodecs)) {
    const text = codec.encodeWhole(context, answeredResult(answered));
    assert.match(text, /The answer\./);
    assert.equal(JSON.parse(text).throughline.traceId, answered.traceId, codec.dialect);
  }
});

test('every API can stream it, and gets what the deltas left out', () => {
  for (const codec of Object.values(dialectCodecs)) {
    const encoder = codec.createStreamEncoder(context);
    const parts = [answeredDelta('The '), ...answeredFinish(answered, 'The ')];
    const stream = parts.map(encoder.push).join('') + encoder.end();
    assert.match(stream, /"The "[^]*"answer\."/, codec.dialect);
    assert.match(stream, /"throughline":\{"traceId"/, codec.dialect);
  }
});

test('a file is refused where the strategy reads text', () => {
  const request = dialectCodecs['openai-responses'].chatRequest({
    input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'data:image/png;base64,AA' }] }],
  });
  assert.equal(!request.ok && request.error.status, 400);
});
