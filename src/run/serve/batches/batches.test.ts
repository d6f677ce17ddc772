import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { toFile } from 'openai';
import { isObject, textOf } from '../dialects/json-value.ts';
import { createBatchWorker } from './create-batch-worker.ts';
import type { BatchCall, BatchReply } from './port.ts';
import { createBatchHarness, fastWorker, mortalStore } from './testing.ts';

const endpoint = '/v1/chat/completions';
const lineOf = (index: number, body: object = { model: 'm', messages: [{ role: 'user', content: `q${index}` }] }) => ({
  custom_id: `r${index}`,
  method: 'POST',
  url: endpoint,
  body,
});
const jsonLines = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
const numbered = (count: number) => Array.from({ length: count }, (_, index) => lineOf(index));

const echo = ({ body }: BatchCall): BatchReply => {
  const [message] = Array.isArray(body['messages']) ? body['messages'] : [];
  const content = isObject(message) ? textOf(message['content']) : undefined;
  return { status: 200, requestId: 'req', body: { said: content ?? null } };
};

const upload = async (client: OpenAI, content: string): Promise<string> => {
  const file = await client.files.create({ purpose: 'batch', file: await toFile(Buffer.from(content), 'in.jsonl') });
  return file.id;
};

const begin = async (client: OpenAI, content: string) =>
  client.batches.create({ input_file_id: await upload(client, content), endpoint, completion_window: '24h' });

const over = new Set(['completed', 'failed', 'cancelled', 'expired']);
const ended = async (client: OpenAI, id: string): Promise<OpenAI.Batch> => {
  for (;;) {
    const batch = await client.batches.retrieve(id);
    if (over.has(batch.status)) return batch;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

interface OutcomeLine {
  readonly custom_id: string;
  readonly response: { readonly status_code: number; readonly body: { readonly said?: string } } | null;
  readonly error: { readonly code: string } | null;
}

const linesOf = async (client: OpenAI, id: string | null | undefined): Promise<readonly OutcomeLine[]> => {
  if (id === null || id === undefined) return [];
  const text = await (await client.files.content(id)).text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): OutcomeLine => JSON.parse(line));
};

test('files are uploaded, listed, read and deleted', async (context) => {
  const { client, url } = await createBatchHarness(context, echo);
  const ids = [await upload(client, 'one'), await upload(client, 'one'), await upload(client, 'täglich 🌍')];
  const page = await client.files.list({ limit: 2 });
  assert.deepEqual([page.data.map(({ id }) => id), page.has_more], [ids.slice(1).toReversed(), true]);
  const all: string[] = [];
  for await (const file of client.files.list({ limit: 1, order: 'asc' })) all.push(file.id);
  assert.deepEqual(all, ids);
  const [first = '', second = '', third = ''] = ids;
  assert.deepEqual(await client.files.delete(first), { id: first, object: 'file', deleted: true });
  await assert.rejects(client.files.retrieve(first), OpenAI.NotFoundError);
  assert.equal(await (await client.files.content(second)).text(), 'one');
  assert.equal(await (await client.files.content(third)).text(), 'täglich 🌍');
  assert.equal((await client.files.retrieve(third)).bytes, Buffer.byteLength('täglich 🌍'));
  await assert.rejects(
    client.files.create({ purpose: 'fine-tune', file: await toFile(Buffer.from('x'), 'x') }),
    OpenAI.BadRequestError,
  );
  for (const body of ['', '--x\r\n', '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nhalf']) {
    const headers = { authorization: 'Bearer test-key', 'content-type': 'multipart/form-data; boundary=x' };
    const cut = await fetch(`${url}/v1/files`, { method: 'POST', headers, body });
    assert.equal(cut.status, 400, JSON.stringify(body));
  }
});

test('every line is answered once, in order, in OpenAI’s files', async (context) => {
  const { client, calls } = await createBatchHarness(context, (call) =>
    call.body['model'] === 'bad' ? { status: 400, requestId: '', body: { error: { message: 'no' } } } : echo(call),
  );
  const lines = [...numbered(20), lineOf(20, { model: 'bad' }), lineOf(21, { stream: true })];
  const created = await client.batches.create({
    input_file_id: await upload(client, `${jsonLines(lines)}\n`),
    endpoint,
    completion_window: '24h',
    metadata: { job: 'nightly' },
  });
  assert.deepEqual([created.status, created.metadata, created.object], ['validating', { job: 'nightly' }, 'batch']);
  const batch = await ended(client, created.id);
  assert.equal(batch.status, 'completed');
  assert.deepEqual(batch.request_counts, { total: 22, completed: 20, failed: 2 });
  const output = await linesOf(client, batch.output_file_id);
  assert.deepEqual(
    output.map(({ custom_id, response }) => [custom_id, response?.body.said]),
    numbered(20).map((_, index) => [`r${index}`, `q${index}`]),
  );
  const errors = await linesOf(client, batch.error_file_id);
  assert.deepEqual(
    errors.map(({ custom_id, response }) => [custom_id, response?.status_code]),
    [
      ['r20', 400],
      ['r21', 400],
    ],
  );
  assert.equal(calls.length, 21);
  assert.ok(calls.every(({ dialect, keyId }) => dialect === 'openai-chat' && keyId === 'key-1'));
  assert.deepEqual(
    (await client.batches.list()).data.map(({ id }) => id),
    [batch.id],
  );
});

test('a limit or an overload is waited for', async (context) => {
  const tries = new Map<string, number>();
  const { client } = await createBatchHarness(context, (call) => {
    const text = JSON.stringify(call.body);
    tries.set(text, (tries.get(text) ?? 0) + 1);
    return tries.get(text) === 1 ? { status: 429, requestId: '', body: {}, retryAfterMs: 5 } : echo(call);
  });
  const batch = await ended(client, (await begin(client, jsonLines(numbered(5)))).id);
  assert.deepEqual(batch.request_counts, { total: 5, completed: 5, failed: 0 });
  assert.deepEqual([...tries.values()], [2, 2, 2, 2, 2]);
});

test('bad input fails before anything is asked, and says which lines', async (context) => {
  const { client, calls } = await createBatchHarness(context, echo);
  const bad = [
    'not json\n',
    jsonLines([lineOf(0), lineOf(0), { ...lineOf(1), url: '/v1/embeddings' }, { ...lineOf(2), method: 'GET' }]),
  ].join('');
  const batch = await ended(client, (await begin(client, bad)).id);
  assert.equal(batch.status, 'failed');
  assert.deepEqual(
    batch.errors?.data?.map(({ code, line }) => [code, line]),
    [
      ['invalid_json_line', 1],
      ['duplicate_custom_id', 3],
      ['mismatched_endpoint', 4],
      ['invalid_request', 5],
    ],
  );
  assert.equal((await ended(client, (await begin(client, '\n\n')).id)).errors?.data?.[0]?.code, 'empty_file');
  assert.equal(calls.length, 0);
  await assert.rejects(
    client.batches.create({ input_file_id: 'file-x', endpoint, completion_window: '24h' }),
    OpenAI.NotFoundError,
  );
  await assert.rejects(client.batches.retrieve('batch_x'), OpenAI.NotFoundError);
});

test('a killed process loses no result, and another goes on where it was', async (context) => {
  const { client, deps } = await createBatchHarness(context, echo, { worker: false });
  const { id } = await begin(client, jsonLines(numbered(30)));
  const [asked, stuck]: [string[], Promise<BatchReply>] = [[], new Promise(() => {})];
  const dying = mortalStore(deps);
  const first = createBatchWorker(
    {
      ...deps,
      ...dying,
      callGateway: async (call) => {
        asked.push(JSON.stringify(call.body));
        if (asked.length < 12) return echo(call);
        dying.kill();
        return stuck;
      },
    },
    fastWorker,
  );
  first.start();
  while (asked.length < 12) await new Promise((resolve) => setTimeout(resolve, 5));
  const half = await client.batches.retrieve(id);
  assert.equal(half.status, 'in_progress');
  const kept = half.request_counts?.completed ?? 0;
  assert.ok(kept >= 9 && kept <= 11);
  const again: string[] = [];
  const second = createBatchWorker(
    {
      ...deps,
      callGateway: async (call) => {
        again.push(JSON.stringify(call.body));
        return echo(call);
      },
    },
    fastWorker,
  );
  context.after(second.stop);
  second.start();
  const batch = await ended(client, id);
  assert.deepEqual(batch.request_counts, { total: 30, completed: 30, failed: 0 });
  assert.equal(again.length, 30 - kept);
  const output = await linesOf(client, batch.output_file_id);
  assert.deepEqual(
    output.map(({ custom_id }) => custom_id),
    numbered(30).map(({ custom_id }) => custom_id),
  );
});

test('a stopped worker leaves its batch at once, and the lines in hand without a result', async (context) => {
  const { client, deps } = await createBatchHarness(context, echo, { worker: false });
  const { id } = await begin(client, jsonLines(numbered(4)));
  let count = 0;
  const first = createBatchWorker(
    {
      ...deps,
      callGateway: async (call) => {
        count += 1;
        if (count < 2) return echo(call);
        return new Promise((_resolve, reject) => {
          call.signal.addEventListener('abort', () => reject(new Error('aborted')));
        });
      },
    },
    { ...fastWorker, leaseMs: 60_000, concurrency: 1 },
  );
  first.start();
  while (count < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  await first.stop();
  const second = createBatchWorker(deps, fastWorker);
  context.after(second.stop);
  second.start();
  assert.deepEqual((await ended(client, id)).request_counts, { total: 4, completed: 4, failed: 0 });
});

test('a cancelled batch keeps what is answered and says what is not', async (context) => {
  const gate = Promise.withResolvers<void>();
  const { client } = await createBatchHarness(context, async (call) => {
    if (!JSON.stringify(call.body).includes('q0"')) await gate.promise;
    return echo(call);
  });
  const inputId = await upload(client, jsonLines(numbered(10)));
  const { id } = await client.batches.create({ input_file_id: inputId, endpoint, completion_window: '24h' });
  while ((await client.batches.retrieve(id)).request_counts?.completed !== 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  await assert.rejects(client.files.delete(inputId), OpenAI.ConflictError);
  assert.equal((await client.batches.cancel(id)).status, 'cancelling');
  await new Promise((resolve) => setTimeout(resolve, 200));
  gate.resolve();
  const batch = await ended(client, id);
  assert.equal(batch.status, 'cancelled');
  const [output, errors] = [await linesOf(client, batch.output_file_id), await linesOf(client, batch.error_file_id)];
  assert.equal(output.length + errors.length, 10);
  assert.ok(output.length >= 1 && output.length <= 4);
  assert.ok(errors.every(({ error }) => error?.code === 'batch_cancelled'));
  assert.equal((await client.batches.cancel(id)).status, 'cancelled');
  assert.equal((await client.files.delete(inputId)).deleted, true);
});

test('a batch that is not done within its window expires', async (context) => {
  const { client, deps } = await createBatchHarness(context, echo, { worker: false });
  const { id } = await begin(client, jsonLines(numbered(2)));
  const late = { ...deps, clock: { ...deps.clock, now: () => deps.clock.now() + 90_000_000 } };
  const worker = createBatchWorker(late, fastWorker);
  context.after(worker.stop);
  worker.start();
  const batch = await ended(client, id);
  assert.equal(batch.status, 'expired');
  assert.deepEqual(
    (await linesOf(client, batch.error_file_id)).map(({ error }) => error?.code),
    ['batch_expired', 'batch_expired'],
  );
});

test('files and batches of another team are not there', async (context) => {
  const { client, deps } = await createBatchHarness(context, echo, { worker: false });
  const id = await upload(client, jsonLines(numbered(1)));
  assert.equal((await deps.batches.file(id, 'key key-1'))?.id, id);
  assert.equal(await deps.batches.file(id, 'team ["a","b"]'), undefined);
  assert.equal(await deps.batches.deleteFile(id, 'team ["a","b"]'), undefined);
  assert.deepEqual(await deps.batches.files({ owner: 'team ["a","b"]', limit: 10 }), []);
});
