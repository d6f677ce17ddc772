import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf, recordHash, type StoredRecord } from '#kernel';
import { createTestDatabase, type TestDatabase } from '#platform/postgres/testing';
import { testCandidate } from '#run/serve/testing';
import { rolloutConfigSchema } from './contract.ts';
import { rollBack } from './orders.ts';
import { readState } from './rollout-state.ts';
import { rolloutStage } from './stage.ts';

const config = rolloutConfigSchema.parse({});

interface Given {
  readonly name: string;
  readonly ready?: boolean;
  readonly smoke?: boolean;
  /** Another report on the same candidate. */
  readonly again?: number;
}

const runWith = async (stores: TestDatabase, { name, ready = true, smoke = true, again = 0 }: Given) => {
  const candidate = testCandidate(name);
  const store = (type: string, body: unknown): Promise<StoredRecord> =>
    stores.records.decide({ type, body, inputs: [] }, { stage: 'rollout', actor: 'test', reason: 'test' });
  const records: Readonly<Record<string, StoredRecord>> = {
    'strategy/candidate': await store('strategy/candidate', candidate),
    'readiness/report': await store('readiness/report', {
      candidateId: candidate.id,
      ready,
      failedGates: ready ? [] : ['kpi-fast'],
      again,
    }),
    'serve/endpoint': await store('serve/endpoint', {
      candidateId: candidate.id,
      smoke: [{ check: 'answer', ok: smoke, detail: '' }],
    }),
  };
  const read = <Body>(type: string): readonly StoredRecord<Body>[] =>
    JSON.parse(JSON.stringify(records[type] === undefined ? [] : [records[type]]));
  const input = { config, projectName: 'p', runId: hashOf(name), signal: new AbortController().signal };
  const ran = await rolloutStage.run(stores, { ...input, read });
  assert.ok(ran.ok);
  for (const draft of ran.value)
    await stores.records.decide(draft, { stage: 'rollout', actor: 'test', reason: 'as the run would' });
  const { state } = await readState(stores);
  return { state, draft: ran.value[0] };
};

test('a candidate that passed is active at once, the next becomes a canary, the same one changes nothing', async () => {
  const stores = await createTestDatabase();
  const first = await runWith(stores, { name: 'first' });
  assert.ok(first.draft !== undefined && first.state.active === recordHash(first.draft));
  const second = await runWith(stores, { name: 'second' });
  assert.ok(second.draft !== undefined && second.state.canary?.release === recordHash(second.draft));
  const again = await runWith(stores, { name: 'second', again: 1 });
  assert.deepEqual(again.state, second.state);
  const third = await runWith(stores, { name: 'third' });
  assert.equal(third.state.lastDecision?.verdict, 'aborted');
  assert.notEqual(third.state.canary?.release, second.state.canary?.release);
});

test('a candidate that failed a gate or the smoke check is blocked and not released', async () => {
  const stores = await createTestDatabase();
  const gate = await runWith(stores, { name: 'first', ready: false });
  assert.deepEqual([gate.draft?.type, gate.state.active], ['rollout/blocked', undefined]);
  const smoke = await runWith(stores, { name: 'second', smoke: false });
  assert.equal(JSON.stringify(smoke.draft?.body).includes('smoke-answer'), true);
});

test('a run does not start a candidate again that evidence rolled back', async () => {
  const stores = await createTestDatabase();
  await runWith(stores, { name: 'first' });
  await runWith(stores, { name: 'second' });
  await rollBack(stores, { actor: 'rollout controller', reason: 'worse' }, { reject: testCandidate('second').id });
  const again = await runWith(stores, { name: 'second', again: 1 });
  assert.deepEqual([again.draft?.type, again.state.canary], ['rollout/blocked', undefined]);
});
