import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import OpenAI from 'openai';
import { z } from 'zod';
import { throughline, told } from './program.ts';
import { makeReleased, type TestProject } from './project.ts';
import { serve, type TestServer } from './server.ts';

let project: TestProject;
let server: TestServer;
let client: OpenAI;
let key: string;

const question = 'What is the default of bodyLimit, the maximum payload the server accepts?';
const asked = { model: 'throughline', messages: [{ role: 'user' as const, content: question }] };

before(async () => {
  project = await makeReleased();
  server = await serve(project);
  const created = await project.run('keys', 'create', '--json');
  key = z.object({ key: z.string() }).parse(created.last).key;
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: key, maxRetries: 0 });
});
after(async () => {
  await server.stop();
  project.remove();
});

const call = (path: string, init: Omit<RequestInit, 'headers'> = {}): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${key}`, ...(init.body ? { 'content-type': 'application/json' } : {}) },
  });

const problemOf = async (response: Response) => z.looseObject({ code: z.string() }).parse(await response.json());

test('the openai client gets an answer, whole and streamed, and the list of models', async () => {
  const whole = await client.chat.completions.create(asked);
  const text = whole.choices[0]?.message.content ?? '';
  assert.match(text, /1048576/);
  assert.equal(whole.choices[0]?.finish_reason, 'stop');
  let streamed = '';
  for await (const chunk of await client.chat.completions.create({ ...asked, stream: true })) {
    streamed += chunk.choices[0]?.delta.content ?? '';
  }
  assert.equal(streamed, text);
  const models = await client.models.list();
  assert.ok(models.data.some(({ id }) => id === 'throughline'));
  assert.equal((await client.models.retrieve('throughline')).id, 'throughline');
});

test('errors have the shape that the openai client understands', async () => {
  await assert.rejects(client.chat.completions.create({ ...asked, model: 'nosuch' }), OpenAI.NotFoundError);
  await assert.rejects(client.chat.completions.create({ ...asked, messages: [] }), OpenAI.BadRequestError);
  const stranger = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'tl_wrong', maxRetries: 0 });
  await assert.rejects(stranger.chat.completions.create(asked), OpenAI.AuthenticationError);
});

test('feedback belongs to an answer; it is refused when it says nothing', async () => {
  const raw = await client.chat.completions.create(asked).asResponse();
  const traceId = raw.headers.get('x-throughline-trace-id') ?? '';
  assert.match(traceId, /^[0-9a-f]{32}$/);
  const post = (body: unknown): Promise<Response> =>
    call('/v1/feedback', { method: 'POST', body: JSON.stringify(body) });
  assert.equal((await post({ trace_id: traceId, value: 1 })).status, 201);
  assert.equal((await post({ trace_id: 'x', value: 7 })).status, 400);
});

test('health, metrics and the description of the API are public', async () => {
  const get = (path: string): Promise<Response> => fetch(`${server.url}${path}`);
  assert.deepEqual(await (await get('/healthz')).json(), { status: 'ok' });
  const ready = await get('/readyz');
  assert.equal(ready.status, 200);
  assert.equal(z.looseObject({ ready: z.boolean() }).parse(await ready.json()).ready, true);
  assert.match(await (await get('/metrics')).text(), /^throughline_\w+/m);
  const { paths } = z
    .object({ paths: z.record(z.string(), z.unknown()) })
    .parse(await (await get('/openapi.json')).json());
  assert.ok('/v1/chat/completions' in paths);
});

test('without a key or a session nothing else is told', async () => {
  for (const path of ['/v1/models', '/api/lifecycle', '/api/records', '/api/ledger']) {
    const response = await fetch(`${server.url}${path}`);
    assert.equal(response.status, 401, path);
    const text = await response.text();
    assert.match(text, /PROGRAM_UNAUTHORISED/, path);
    assert.doesNotMatch(text, /small/);
  }
  for (const path of ['/api/nosuch', '/v1/nosuch']) assert.equal((await call(path)).status, 404, path);
  assert.equal((await problemOf(await call('/api/nosuch'))).code, 'PROGRAM_NOT_FOUND');
  assert.equal((await call('/api/lifecycle', { method: 'DELETE' })).status, 404);
});

test('a login link opens a session once', async () => {
  const first = await fetch(server.login);
  const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  assert.match(first.headers.get('set-cookie') ?? '', /HttpOnly; SameSite=Strict/);
  assert.equal((await fetch(server.login)).status, 401);
  const inside = await fetch(`${server.url}/api/lifecycle`, { headers: { cookie } });
  assert.equal(inside.status, 200);
  const foreign = { cookie, origin: 'https://elsewhere.example', 'content-type': 'application/json' };
  const posted = await fetch(`${server.url}/api/run`, { method: 'POST', headers: foreign, body: '{}' });
  assert.equal(posted.status, 403);
  const { link } = z
    .object({ link: z.string() })
    .parse((await project.run('login', '--url', server.url, '--json')).last);
  assert.equal((await fetch(link)).status, 200);
});

test('a second server on the data directory names the process that holds it', async () => {
  const second = await throughline(['start', '--json', '--no-run', '--port', '1', '--project', project.folder]);
  assert.equal(second.code, 1, told(second));
  assert.match(second.stdout, /PLATFORM_DATA_DIRECTORY_IN_USE/);
  assert.match(second.stdout, new RegExp(`\\b${server.child.pid}\\b`));
});

test('a port in use is named, and a free one', async () => {
  const data = `${project.folder}/other`;
  const second = await throughline([
    'start',
    '--no-run',
    '--port',
    String(server.port),
    '--project',
    project.folder,
    '--data',
    data,
  ]);
  assert.equal(second.code, 1, told(second));
  assert.match(second.stderr, new RegExp(`Port ${server.port} on 127.0.0.1 is in use`));
  const free = Number(/PORT=(\d+)/.exec(second.stderr)?.[1]);
  assert.ok(free > 0 && free !== server.port, told(second));
});

test('a server that was killed leaves nothing that stops the next one', async () => {
  await server.stop('SIGKILL');
  server = await serve(project);
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: key, maxRetries: 0 });
  assert.match((await client.chat.completions.create(asked)).choices[0]?.message.content ?? '', /1048576/);
  const audit = await project.run('audit', 'verify', '--json');
  assert.equal(audit.last['intact'], true, told(audit));
});

test('Ctrl-C ends the server and its database', async () => {
  await server.stop('SIGINT');
  await assert.rejects(fetch(`${server.url}/healthz`));
  const doctor = await project.run('doctor', '--json');
  assert.notEqual(doctor.code, null);
});
