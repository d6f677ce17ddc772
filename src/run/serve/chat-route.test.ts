import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import OpenAI from 'openai';
import {
  createServeHarness,
  listenForTests,
  scriptedApplication,
  servedBy,
  testAnswer,
  type ServeHarness,
} from './testing.ts';
import { serveFaults } from './errors.ts';
import { serveByteRoutes, serveRoutes } from './routes.ts';
import { spanAttributes } from './span-attributes.ts';

const extensionOf = (data: object): Record<string, unknown> => JSON.parse(JSON.stringify(data)).throughline;

const application = scriptedApplication('basic', async (question, options) => {
  if (question.text === 'fail') return serveFaults.fault('SERVE_NO_PREVIEW');
  if (question.text === 'break') {
    options.onDelta?.('half ');
    throw new Error('engine lost');
  }
  if (question.text === 'hang') {
    const { promise, reject } = Promise.withResolvers<never>();
    options.signal?.addEventListener('abort', () => reject(options.signal?.reason));
    return promise;
  }
  if (question.text === 'unknowable') return testAnswer('I do not know.', { refused: true });
  const turns = question.history?.map(({ role, content }) => `${role}=${content}`).join('|') ?? '';
  return testAnswer(`You said ${question.text} after [${turns}].`);
});

// POST /v1/chat/completions with the official client.
let harness: ServeHarness;
let client: OpenAI;
let host: Awaited<ReturnType<typeof listenForTests>>;
before(async () => {
  harness = createServeHarness({
    served: servedBy(application),
    preview: scriptedApplication('next', () => testAnswer('From the preview.')),
  });
  host = await listenForTests(serveRoutes(harness.deps), serveByteRoutes(harness.deps));
  client = new OpenAI({ apiKey: 'test-key', baseURL: `${host.url}/v1`, maxRetries: 0 });
});
after(() => host.close());

test('answers whole, with history, usage, extension and headers', async () => {
  const { data, response } = await client.chat.completions
    .create({
      model: 'throughline',
      temperature: 0.3,
      top_logprobs: 2,
      messages: [
        { role: 'system', content: 'be brief' },
        { role: 'user', content: 'one' },
        { role: 'assistant', content: 'two' },
        { role: 'user', content: [{ type: 'text', text: 'three' }] },
      ],
    })
    .withResponse();
  const extension = extensionOf(data);
  assert.equal(data.choices[0]?.message.content, 'You said three after [system=be brief|user=one|assistant=two].');
  assert.equal(data.choices[0]?.finish_reason, 'stop');
  assert.deepEqual([data.usage?.prompt_tokens, data.usage?.completion_tokens, data.usage?.total_tokens], [12, 3, 15]);
  assert.equal(extension['arm'], 'control');
  assert.equal(extension['costUsd'], 0.0015);
  assert.equal(response.headers.get('x-throughline-trace-id'), extension['traceId']);
  assert.equal(response.headers.get('x-throughline-release'), extension['release']);
  const span = harness.spans.at(-1);
  assert.equal(span?.traceId, extension['traceId']);
  assert.equal(span?.attributes[spanAttributes.question], 'three');
});

test('streams the same text word by word, with usage when asked for', async () => {
  const stream = await client.chat.completions.create({
    model: 'throughline',
    messages: [{ role: 'user', content: 'stream me' }],
    stream: true,
    stream_options: { include_usage: true },
  });
  const texts: string[] = [];
  let usage = 0;
  for await (const chunk of stream) {
    const delta = chunk.choices[0]?.delta.content;
    if (delta !== undefined && delta !== null && delta !== '') texts.push(delta);
    usage = chunk.usage?.total_tokens ?? usage;
  }
  assert.equal(texts.join(''), 'You said stream me after [].');
  assert.equal(usage, 15);
});

test('the client helper that assembles a stream sees a finished message', async () => {
  const runner = client.chat.completions.stream({
    model: 'throughline',
    messages: [{ role: 'user', content: 'assemble' }],
  });
  const final = await runner.finalChatCompletion();
  assert.equal(final.choices[0]?.message.content, 'You said assemble after [].');
  assert.equal(final.choices[0]?.finish_reason, 'stop');
});

test('a preview is marked in body and header', async () => {
  const { data, response } = await client.chat.completions
    .create({ model: 'preview', messages: [{ role: 'user', content: 'x' }] })
    .withResponse();
  assert.equal(extensionOf(data)['preview'], true);
  assert.equal(response.headers.get('x-throughline-preview'), 'true');
  assert.equal(response.headers.get('x-throughline-release'), null);
});

test('a refusal carries no citations', async () => {
  const data = await client.chat.completions.create({
    model: 'throughline',
    messages: [{ role: 'user', content: 'unknowable' }],
  });
  const { refused, citations } = extensionOf(data);
  assert.deepEqual([refused, citations], [true, []]);
});

test('a failure before the first word keeps its status, streamed or not', async () => {
  for (const stream of [false, true]) {
    await assert.rejects(
      async () =>
        client.chat.completions.create({
          model: 'throughline',
          messages: [{ role: 'user', content: 'fail' }],
          stream,
        }),
      (error) => error instanceof OpenAI.APIError && error.status === 503 && error.code === 'SERVE_NO_PREVIEW',
    );
  }
});

test('a failure in the middle of a stream is an error, not a short answer', async () => {
  const stream = await client.chat.completions.create({
    model: 'throughline',
    messages: [{ role: 'user', content: 'break' }],
    stream: true,
  });
  const texts: string[] = [];
  await assert.rejects(async () => {
    for await (const chunk of stream) texts.push(chunk.choices[0]?.delta.content ?? '');
  }, OpenAI.APIError);
  assert.equal(texts.join(''), 'half ');
  assert.equal(harness.spans.at(-1)?.attributes[spanAttributes.failed], true);
});

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 2));
};

test('a client that goes away aborts the answer, which is no failure', { timeout: 10_000 }, async () => {
  const gone = new AbortController();
  const { admission } = harness.deps;
  const call = client.chat.completions.create(
    { model: 'throughline', messages: [{ role: 'user', content: 'hang' }] },
    { signal: gone.signal },
  );
  const rejected = assert.rejects(call, OpenAI.APIUserAbortError);
  await until(() => admission.counts().running > 0);
  gone.abort();
  await rejected;
  await until(() => admission.counts().running === 0);
  const attributes = harness.spans.at(-1)?.attributes;
  assert.equal(attributes?.[spanAttributes.errorType], 'SERVE_CLIENT_GONE');
  assert.equal(attributes[spanAttributes.failed], false);
});

test('rubbish is 400 in the error shape of OpenAI and names the place', async () => {
  const bodies: unknown[] = [
    {},
    { messages: [] },
    { messages: 'x' },
    { messages: [{ role: 'user', content: ' ' }] },
    { messages: [{ role: 'system', content: 'x' }] },
    { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] },
    { messages: [{ role: 'user', content: 'x' }], n: 2 },
    [],
  ];
  for (const body of bodies) {
    const response = await fetch(`${host.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { error } = JSON.parse(await response.text());
    assert.equal(response.status, 400, JSON.stringify(body));
    assert.equal(error.type, 'invalid_request_error');
    assert.equal(error.code, 'SERVE_REQUEST_INVALID');
  }
});

test('an unknown model is 404', async () => {
  await assert.rejects(
    client.chat.completions.create({ model: 'gpt-9', messages: [{ role: 'user', content: 'x' }] }),
    OpenAI.NotFoundError,
  );
});

test('models are listed and found', async () => {
  const models = await client.models.list();
  assert.deepEqual(
    models.data.map(({ id }) => id),
    ['throughline'],
  );
  assert.equal((await client.models.retrieve('throughline')).id, 'throughline');
  await assert.rejects(client.models.retrieve('other'), OpenAI.NotFoundError);
});

test('feedback is stored under the trace', async () => {
  const response = await fetch(`${host.url}/v1/feedback`, {
    method: 'POST',
    headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
    body: JSON.stringify({ trace_id: 'a'.repeat(32), value: 0, comment: 'wrong' }),
  });
  assert.equal(response.status, 201);
  assert.deepEqual(
    [harness.feedback.at(-1)?.traceId, harness.feedback.at(-1)?.value, harness.feedback.at(-1)?.comment],
    ['a'.repeat(32), 0, 'wrong'],
  );
});

test('no release is 503 with code and remedy', async () => {
  const harness = createServeHarness();
  const host = await listenForTests(serveRoutes(harness.deps), serveByteRoutes(harness.deps));
  const response = await fetch(`${host.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'x' }] }),
  });
  const { error } = JSON.parse(await response.text());
  const ready = await fetch(`${host.url}/readyz`);
  await host.close();
  assert.deepEqual([response.status, error.code], [503, 'SERVE_NO_RELEASE']);
  assert.match(error.remedy, /preview/);
  assert.equal(ready.status, 503);
});

test('what does not fit in the queue gets 429 and a time to come back', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const slow = scriptedApplication('slow', async () => {
    await promise;
    return testAnswer('late');
  });
  const harness = createServeHarness({ served: servedBy(slow), concurrency: 1, queue: 1 });
  const host = await listenForTests(serveRoutes(harness.deps), serveByteRoutes(harness.deps));
  const ask = () =>
    fetch(`${host.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
      body: JSON.stringify({ messages: [{ role: 'user', content: 'x' }] }),
    });
  const first = [ask(), ask()];
  while (harness.deps.admission.counts().waiting === 0) await new Promise((next) => setTimeout(next, 2));
  const third = await ask();
  resolve();
  const statuses = (await Promise.all(first)).map(({ status }) => status);
  const metrics = await (await fetch(`${host.url}/metrics`)).text();
  await host.close();
  assert.deepEqual(statuses, [200, 200]);
  assert.equal(third.status, 429);
  assert.match(third.headers.get('retry-after') ?? '', /^\d+$/);
  assert.match(metrics, /throughline_turned_away_total 1/);
  assert.match(metrics, /throughline_requests_total\{arm="control",outcome="ok"\} 2/);
  assert.match(metrics, /throughline_overhead_seconds_count 2/);
});
