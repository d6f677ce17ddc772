import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelsConfigSchema, modelsViewSchema } from './contract.ts';
import { fakeWeights } from './fake-deps.ts';
import { modelsRoutes } from './routes.ts';

test('the catalogue is told with what is on this machine and what is wrong with it', async () => {
  const clock = { now: () => Date.parse('2030-01-01'), monotonic: () => 0 };
  const [route] = modelsRoutes({ ...fakeWeights(), clock, modelsConfig: modelsConfigSchema.parse({}) });
  const reply = await route?.handle({
    params: {},
    body: undefined,
    query: undefined,
    actor: 'session',
    headers: {},
    signal: new AbortController().signal,
  });
  assert.ok(reply?.ok === true && reply.value.kind === 'json');
  const view = modelsViewSchema.parse(JSON.parse(JSON.stringify(reply.value.body)));
  assert.equal(view.models.find(({ card }) => card.id === 'smollm2-135m')?.weights, 'remote');
  assert.deepEqual(
    view.signals.map(({ kind }) => kind),
    ['deprecation', 'catalogue-old'],
  );
});
