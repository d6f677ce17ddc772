import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok, type JournalDep, type StoredRecord } from '#kernel';
import { askOnce } from './ask-once.ts';
import { serveCommands } from './commands.ts';
import { serveConfigSchema, endpointSchema } from './contract.ts';
import { serveFaults } from './errors.ts';
import { describeRoutes } from './open-api.ts';
import { serveByteRoutes, serveRoutes } from './routes.ts';
import { serveStage } from './stage.ts';
import { createServeHarness, scriptedApplication, servedBy, testAnswer } from './testing.ts';

const good = scriptedApplication('good', () => testAnswer('The limit is 1 MiB.'));
const refusing = scriptedApplication('refusing', () => testAnswer('I do not know.', { refused: true }));

test('one question gives exactly the shape that other programs rely on', async () => {
  const served = servedBy(good);
  const reply = await askOnce(createServeHarness({ served }).deps, 'How large?');
  assert.ok(reply.ok);
  const { traceId, latencyMs, ...rest } = reply.value;
  assert.match(traceId, /^[0-9a-f]{32}$/);
  assert.ok(latencyMs >= 0);
  assert.deepEqual(rest, {
    answer: 'The limit is 1 MiB.',
    citations: [{ source: 'docs/a.md', heading: 'A', quote: 'The limit is 1 MiB.' }],
    release: served.release,
    costUsd: 0.0015,
  });
});

test('a refusal has no citations, and a preview answers while nothing is released', async () => {
  const refused = await askOnce(createServeHarness({ served: servedBy(refusing) }).deps, 'x');
  assert.deepEqual(refused.ok && [refused.value.refused, refused.value.citations], [true, []]);
  const preview = await askOnce(createServeHarness({ preview: good }).deps, 'x');
  assert.deepEqual(preview.ok && [preview.value.preview, preview.value.release], [true, null]);
  const nothing = await askOnce(createServeHarness().deps, 'x');
  assert.equal(!nothing.ok && nothing.error.code, 'SERVE_NO_RELEASE');
});

test('personal data of a question never stands on the trace', async () => {
  const harness = createServeHarness({ served: servedBy(good) });
  await askOnce(harness.deps, 'My card is 4111 1111 1111 1111, how large?');
  const kept = JSON.stringify(harness.spans);
  assert.match(kept, /how large/);
  assert.doesNotMatch(kept, /4111/);
});

test('the command shows answer, sources and what answered', async () => {
  const [ask] = serveCommands;
  const { deps } = createServeHarness({ served: servedBy(good) });
  const outcome = await ask?.run(deps, { positional: ['How', 'large?'], options: {} });
  assert.ok(outcome?.ok);
  assert.match(
    outcome.value.text,
    /The limit is 1 MiB\.\n\nSources:\n {2}\[1\] docs\/a\.md, A\n\nrelease [0-9a-f]{12}, /,
  );
});

test('an answer of the canary says so', async () => {
  const [ask] = serveCommands;
  const { deps } = createServeHarness({ served: { ...servedBy(good), arm: 'canary' } });
  const outcome = await ask?.run(deps, { positional: ['How', 'large?'], options: {} });
  assert.ok(outcome?.ok);
  assert.match(outcome.value.text, /\n\nrelease [0-9a-f]{12} \(canary\), /);
  assert.equal('canary' in JSON.parse(JSON.stringify(outcome.value.json)), false, 'scripts know the fields');
});

const record = <Body>(type: string, body: Body): StoredRecord<Body> => ({
  type,
  body,
  hash: type,
  inputs: [],
  stage: 'serve',
  createdAt: '',
  runId: 'r',
});

const runStage = async (application: typeof good) => {
  const { deps } = createServeHarness();
  const records: Readonly<Record<string, unknown>> = {
    'readiness/report': { candidateId: application.candidate.id },
    'strategy/candidate': application.candidate,
  };
  const read = <Body>(type: string): readonly StoredRecord<Body>[] =>
    JSON.parse(JSON.stringify(type in records ? [record(type, records[type])] : []));
  const journal: JournalDep['journal'] = { once: (_key, work) => work() };
  const stageDeps = { ...deps, journal, compile: async () => ok(application) };
  const input = {
    config: serveConfigSchema.parse({}),
    projectName: 'p',
    runId: 'r',
    signal: new AbortController().signal,
  };
  const ran = await serveStage.run(stageDeps, { ...input, read });
  assert.ok(ran.ok);
  return endpointSchema.parse(ran.value[0]?.body).smoke;
};

test('the stage asks through the serving path and writes down what did not work', async () => {
  assert.deepEqual(
    (await runStage(good)).map(({ check, ok: isOk }) => [check, isOk]),
    [
      ['answer', true],
      ['stream', true],
      ['feedback', true],
    ],
  );
  const broken = scriptedApplication('broken', () => serveFaults.fault('SERVE_NO_PREVIEW'));
  assert.deepEqual(
    (await runStage(broken)).map(({ ok: isOk }) => isOk),
    [false, false, true],
  );
});

test('the OpenAPI document describes every route with its parameters, body and access', () => {
  const { deps } = createServeHarness();
  const document = JSON.stringify(describeRoutes([...serveRoutes(deps), ...serveByteRoutes(deps)], '1.2.3'));
  const { paths } = JSON.parse(document);
  assert.deepEqual(Object.keys(paths), [
    '/v1/models',
    '/v1/models/{id}',
    '/v1/feedback',
    '/healthz',
    '/readyz',
    '/metrics',
    '/api/gateway',
    '/openapi.json',
    '/v1/chat/completions',
    '/v1/completions',
    '/v1/responses',
    '/v1/embeddings',
    '/v1/messages',
    '/v1/rerank',
  ]);
  assert.equal(paths['/v1/models/{id}'].get.parameters[0].name, 'id');
  assert.equal(paths['/v1/feedback'].post.requestBody.content['application/json'].schema.properties.value.maximum, 1);
  assert.deepEqual(paths['/healthz'].get.security, []);
});
