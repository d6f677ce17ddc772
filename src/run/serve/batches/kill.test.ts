import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { createBlobs } from '#platform/blobs';
import { createTestDatabase } from '#platform/postgres/testing';
import { openFile, sealFile } from './sealed-file.ts';

/** A server process that works on batches; it prints the number of every line that it asks the gateway. */
const program = `
import { writeSync } from 'node:fs';
import { createBlobs } from '#platform/blobs';
import { createIds, createSystemClock } from '#platform/clock';
import { createStores, openDatabase } from '#platform/postgres';
import { createBatchWorker } from '#run/serve';
const [dataDirectory, url, project] = process.argv.slice(1);
const opened = await openDatabase({ dataDirectory, url });
if (!opened.ok) throw new Error(opened.error.what);
const deps = { clock: createSystemClock(), ids: createIds(), database: opened.value, dataDirectory };
const callGateway = async ({ body }) => {
  writeSync(1, body.line + '\\n');
  await new Promise((resolve) => setTimeout(resolve, 3));
  return { status: 200, requestId: '', body };
};
const log = () => undefined;
const blobs = createBlobs(dataDirectory);
createBatchWorker(
  { ...deps, ...createStores(deps, project), blobs, log, callGateway },
  { concurrency: 4, leaseMs: 400, pollMs: 50 },
).start();
setInterval(() => undefined, 1_000);
`;

const endpoint = '/v1/chat/completions';
const lineCount = 150;
const lines = Array.from({ length: lineCount }, (_, line) => ({
  custom_id: `r${line}`,
  method: 'POST',
  url: endpoint,
  body: { line },
}));

/** Reads what a child asks until it has ended; kills it when that is so much. */
const readAsked = async (child: ChildProcess, most: number): Promise<readonly number[]> => {
  assert.ok(child.stdout);
  const asked: number[] = [];
  for await (const line of createInterface({ input: child.stdout }))
    if (asked.push(Number(line)) === most) child.kill('SIGKILL');
  return asked;
};

test('kill -9: the next process goes on, only lines in hand are asked twice', { timeout: 60_000 }, async (context) => {
  const { batches, database, projectId, ids, clock } = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'throughline batches '));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const blobs = createBlobs(folder);
  const content = Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'));
  const [owner, createdAt] = ['key k', clock.now()];
  const input = { id: 'file-in', owner, filename: 'in.jsonl', bytes: content.length, createdAt };
  await batches.addFile({ ...input, purpose: 'batch', blob: await sealFile({ blobs }, { id: input.id, content }) });
  const asks = { keyId: 'k', endpoint, inputFile: input.id, expiresAt: createdAt + 60_000, metadata: undefined };
  const { id } = await batches.create({ id: `batch_${ids.uuid()}`, owner, createdAt, ...asks });
  const start = (): ChildProcess => {
    const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program];
    const parameters = [...flags, folder, database.url(), projectId];
    const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
    context.after(() => child.kill('SIGKILL'));
    return child;
  };
  const before = await readAsked(start(), 60);
  const last = start();
  const after = readAsked(last, Infinity);
  const ended = async () => {
    for (;;) {
      const batch = await batches.get(id, undefined);
      if (batch?.status === 'completed') return batch;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const { outputFile = '', counts } = await ended();
  last.kill('SIGKILL');
  assert.deepEqual(counts, { total: lineCount, completed: lineCount, failed: 0 });
  const file = await batches.file(outputFile, undefined);
  assert.ok(file);
  const output = (await openFile({ blobs }, file))?.toString().trim().split('\n') ?? [];
  assert.deepEqual(
    output.map((line): unknown => JSON.parse(line).custom_id),
    lines.map(({ custom_id }) => custom_id),
  );
  const calls = before.length + (await after).length;
  assert.ok(calls >= lineCount && calls <= lineCount + 4, `${calls} calls`);
});
