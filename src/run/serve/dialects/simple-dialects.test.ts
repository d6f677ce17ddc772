import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import OpenAI from 'openai';
import { dialectFronts } from './dialect-codecs.ts';
import { problemOf, problemOfWire } from './problem-of.ts';
import { scriptedLanguageModel, serveDialects } from './testing.ts';
import { dialectFaults } from './errors.ts';
import { limitFaults } from '../limits/errors.ts';
import { openAiErrorBody } from './openai-error.ts';

const model = scriptedLanguageModel(() => ({ content: [{ type: 'text', text: 'and so on.' }] }));
let host: Awaited<ReturnType<typeof serveDialects>>;
let client: OpenAI;
before(async () => {
  host = await serveDialects(model);
  client = new OpenAI({ apiKey: 'k', baseURL: `${host.url}/v1`, maxRetries: 0 });
});
after(() => host.close());

test('a legacy completion, whole and streamed', async () => {
  const ask = { model: 'm', prompt: 'Once', stop: ['.'] };
  const whole = await client.completions.create(ask);
  assert.deepEqual([whole.choices[0]?.text, whole.usage?.total_tokens], ['and so on.', 29]);
  const stream = await client.completions.create({ ...ask, stream: true, stream_options: { include_usage: true } });
  let [text, total] = ['', 0];
  for await (const chunk of stream) {
    text += chunk.choices[0]?.text ?? '';
    total = chunk.usage?.total_tokens ?? total;
  }
  assert.deepEqual([text, total], ['and so on.', 29]);
  assert.deepEqual(model.calls.at(-1)?.prompt, [{ role: 'user', content: [{ type: 'text', text: 'Once' }] }]);
  await assert.rejects(client.completions.create({ ...ask, prompt: ['a', 'b'] }), OpenAI.BadRequestError);
  await assert.rejects(client.completions.create({ ...ask, suffix: 'x' }), OpenAI.BadRequestError);
});

test('head, estimate and modalities are read without decoding', () => {
  const chat = dialectFronts['openai-chat'];
  const body = {
    model: 'm',
    stream: true,
    user: 'u',
    metadata: { tags: 'a, b' },
    max_tokens: 50,
    n: 2,
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'x'.repeat(390) },
          { type: 'image_url', image_url: { url: 'data:' } },
        ],
      },
    ],
  };
  assert.deepEqual(chat.head(body), { model: 'm', stream: true, endUser: 'u', tags: ['a', 'b'] });
  assert.deepEqual(chat.estimate(body), { inputTokens: 1_100, maximumOutputTokens: 100 });
  assert.deepEqual([...chat.modalities(body)], ['text', 'image']);
  const messages = dialectFronts['anthropic-messages'].head({ metadata: { user_id: 'v' } });
  assert.deepEqual(messages, { model: '', stream: false, endUser: 'v', tags: [] });
});

test('errors say when to come back and whether to', () => {
  const problem = { ...problemOfWire({ kind: 'limit', message: 'slow', retryAfterMs: 1_500 }), shouldRetry: false };
  for (const front of Object.values(dialectFronts)) {
    const { status, headers, body } = front.encodeError(problem);
    assert.deepEqual([status, headers['retry-after'], headers['x-should-retry']], [429, '2', 'false']);
    assert.equal(JSON.parse(body).error.type, 'rate_limit_error');
    assert.match(front.streamError(problem), /^(?:event: error\n)?data: \{.*"message":"slow".*\}\n\n$/);
  }
});

test('a refused key of ours is not the client’s fault', () => {
  assert.equal(problemOfWire({ kind: 'credentials', message: 'bad key' }).status, 502);
  const fault = dialectFaults.fault('SERVE_PROVIDER_FAILED', { problem: 'x' });
  assert.equal(problemOf(fault).message, `${fault.what} ${fault.why} ${fault.remedy}`);
});

test('a spent budget is what OpenAI calls insufficient_quota, and is not tried again', () => {
  const problem = problemOf(limitFaults.fault('SERVE_BUDGET_SPENT', { resetsIn: 5 }));
  assert.equal(problem.shouldRetry, false);
  assert.equal(problem.retryAfterMs, undefined);
  assert.deepEqual(
    [openAiErrorBody(problem).error.type, openAiErrorBody(problem).error.code],
    ['insufficient_quota', 'insufficient_quota'],
  );
});
