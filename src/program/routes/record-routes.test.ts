import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestDatabase } from '#platform/postgres/testing';
import { recordListSchema, recordSummariesSchema } from '../contract.ts';
import { recordRoutes } from './record-routes.ts';

test('a list of records leaves the bodies out when it is asked to, and says in a line what each holds', async () => {
  const stores = await createTestDatabase();
  const body = { kpis: [{ id: 'fast' }, { id: 'right' }] };
  await stores.records.decide(
    { type: 'charter/charter', body, inputs: [] },
    { stage: 'charter', actor: 'Ada', reason: 'test' },
  );
  const route = recordRoutes(stores).find(({ path }) => path === '/api/records');
  const list = async (given: object): Promise<unknown> => {
    const query = route?.query?.parse(given);
    const { signal } = new AbortController();
    const reply = await route?.handle({ params: {}, body: {}, query, actor: 'session', headers: {}, signal });
    assert.ok(reply?.ok === true && reply.value.kind === 'json');
    return JSON.parse(JSON.stringify(reply.value.body));
  };
  assert.deepEqual(recordListSchema.parse(await list({})).records[0]?.body, body);
  const short = await list({ bodies: 'false' });
  const [summary] = recordSummariesSchema.parse(short).records;
  assert.equal(summary?.type, 'charter/charter');
  assert.match(summary?.label ?? '', /^2 KPIs/);
  assert.doesNotMatch(JSON.stringify(short), /body|fast/);
});
