import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf, type RecordDraft } from '#kernel';
import { createTestDatabase } from '#platform/postgres/testing';

const draft = (noun: string, body: unknown, inputs: readonly string[] = []): RecordDraft => ({
  type: `charter/${noun}`,
  body,
  inputs,
});

const runStage = async (
  stores: Awaited<ReturnType<typeof createTestDatabase>>,
  runId: string,
  drafts: readonly RecordDraft[],
) => {
  await stores.stageRuns.begin({ runId, stage: 'charter', fingerprint: hashOf(drafts), reason: 'first run' });
  return stores.stageRuns.finish({ runId, stage: 'charter', drafts });
};

test('a stage run stores its records, and they come back as they were', async () => {
  const stores = await createTestDatabase();
  const body = { text: 'NUL \0 and a pair \u{1f600}', numbers: [0.1, 1e21, -0, 5e-324], nested: { b: null, a: true } };
  const [stored] = await runStage(stores, 'run-1', [draft('charter', body)]);
  assert.ok(stored);
  const found = await stores.records.get(stored.hash);
  assert.deepEqual(found, stored);
  assert.deepEqual(found.body, { ...body, numbers: [0.1, 1e21, 0, 5e-324] });
  const latest = await stores.stageRuns.latest('charter');
  assert.equal(latest?.status, 'done');
  assert.deepEqual(latest.recordHashes, [stored.hash]);
});

test('the current records are those of the newest successful run, and decisions', async () => {
  const stores = await createTestDatabase();
  await runStage(stores, 'run-1', [draft('charter', 1), draft('charter', 2)]);
  await runStage(stores, 'run-2', [draft('charter', 2), draft('charter', 3)]);
  const by = { stage: 'charter', actor: 'Ada', reason: 'signed' } as const;
  const decision = await stores.records.decide(draft('signature', 'yes'), by);
  await stores.stageRuns.begin({ runId: 'run-3', stage: 'charter', fingerprint: 'x', reason: 'changed' });
  const current = await stores.records.list({ current: true });
  assert.deepEqual(
    current.map(({ body }) => body),
    ['yes', 3, 2],
  );
  assert.equal(current[0]?.hash, decision.hash);
  assert.equal((await stores.records.list({})).length, 4);
  assert.equal((await stores.records.list({ type: 'charter/signature' })).length, 1);
  assert.equal((await stores.stageRuns.all())[0]?.status, 'running');
});

test('lineage goes up and down through all levels, itself first', async () => {
  const stores = await createTestDatabase();
  const [source] = await runStage(stores, 'run-1', [draft('source', 's')]);
  const [middle] = await runStage(stores, 'run-2', [draft('middle', 'm', [source?.hash ?? ''])]);
  const [answer] = await runStage(stores, 'run-3', [draft('answer', 'a', [middle?.hash ?? '', middle?.hash ?? ''])]);
  const up = await stores.records.lineage(answer?.hash ?? '', 'up');
  assert.deepEqual(
    up.map(({ body }) => body),
    ['a', 'm', 's'],
  );
  const down = await stores.records.lineage(source?.hash ?? '', 'down');
  assert.deepEqual(
    down.map(({ body }) => body),
    ['s', 'm', 'a'],
  );
});

test('projects do not see each other', async () => {
  const one = await createTestDatabase();
  const other = await createTestDatabase();
  const [stored] = await runStage(one, 'run-1', [draft('charter', 'mine')]);
  assert.equal(await other.records.get(stored?.hash ?? ''), undefined);
  assert.deepEqual(await other.records.list({}), []);
  assert.deepEqual(await other.records.lineage(stored?.hash ?? '', 'up'), []);
  assert.deepEqual(await other.ledger.list({ limit: 10 }), []);
  assert.equal(await other.stageRuns.latest('charter'), undefined);
});

test('a failed stage run keeps its fault and is not the latest success', async () => {
  const stores = await createTestDatabase();
  const fault = { code: 'CHARTER_X', what: 'a', why: 'b', remedy: 'c', status: 422, retryable: false, details: {} };
  await stores.stageRuns.begin({ runId: 'run-1', stage: 'charter', fingerprint: 'f', reason: 'first run' });
  await stores.stageRuns.fail({ runId: 'run-1', stage: 'charter', fault });
  assert.equal(await stores.stageRuns.latest('charter'), undefined);
  assert.deepEqual((await stores.stageRuns.ofRun('run-1'))[0]?.fault, fault);
});

test('finishing a stage that was never begun stores nothing', async () => {
  const stores = await createTestDatabase();
  await assert.rejects(
    stores.stageRuns.finish({ runId: 'none', stage: 'charter', drafts: [draft('charter', 1)] }),
    /never begun/,
  );
  assert.deepEqual(await stores.records.list({}), []);
});

test('two thousand records in one stage run', async () => {
  const stores = await createTestDatabase();
  const drafts = Array.from({ length: 2_000 }, (_, index) => draft('item', { index }, [hashOf(index)]));
  const stored = await runStage(stores, 'run-1', drafts);
  assert.deepEqual(
    stored.map(({ body }) => body),
    drafts.map(({ body }) => body),
  );
});

test('a run that never finished is interrupted by the next one', async () => {
  const { runs } = await createTestDatabase();
  await runs.begin({ id: 'a', details: { commit: 'abc' } });
  await runs.begin({ id: 'b', details: {} });
  await runs.finish({ id: 'b', status: 'done' });
  const byId = new Map((await runs.list()).map((run) => [run.id, run]));
  assert.equal(byId.get('a')?.status, 'interrupted');
  assert.equal(byId.get('b')?.status, 'done');
  assert.deepEqual(byId.get('a')?.details, { commit: 'abc' });
});

test('a pointer changes only from the version that was seen, with one ledger entry each', async () => {
  const { pointers, ledger } = await createTestDatabase();
  const event = { actor: 'Ada', kind: 'release-promote', subject: 'r1', payload: {} };
  const change = (value: string, expectedVersion: number) =>
    pointers.set({ name: 'live', value, expectedVersion }, event);
  assert.equal(await pointers.get('live'), undefined);
  const outcomes = await Promise.all([change('a', 0), change('b', 0), change('c', 0)]);
  assert.equal(outcomes.filter(Boolean).length, 1);
  assert.equal(await change('d', 7), false);
  assert.equal(await change('e', 1), true);
  assert.deepEqual(await pointers.get('live'), { name: 'live', value: 'e', version: 2 });
  assert.equal((await ledger.list({ limit: 10 })).length, 2);
});
