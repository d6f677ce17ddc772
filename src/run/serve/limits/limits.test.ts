import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Payer, ReserveRequest } from '#run/serve';
import { openTestLimits, testRule } from './testing.ts';

const payer: Payer = { keyId: 'k1', models: ['*'] };
const call = (given: Partial<ReserveRequest> = {}): ReserveRequest => ({
  payer,
  model: 'm',
  tokens: 0,
  costNano: 0,
  ...given,
});
const codeOf = (answer: { readonly ok: boolean; readonly error?: { readonly code: string } }): string =>
  answer.ok ? 'ok' : (answer.error?.code ?? '');
const minuteNow = (): number => Math.floor(Date.now() / 60_000);

const settledAt = (estimate: number, share: number): number => Math.floor(estimate * share);

test('processes together never pass a limit, nothing drifts, and everything is given back', async () => {
  const work = fc.record({
    limit: fc.integer({ min: 50, max: 5_000 }),
    processes: fc.array(
      fc.array(
        fc.record({ cost: fc.integer({ min: 1, max: 400 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
        {
          maxLength: 25,
        },
      ),
      { minLength: 2, maxLength: 4 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(work, async ({ limit, processes }) => {
      const { start, used } = await openTestLimits([testRule({ level: 'project', kind: 'day', amount: limit })]);
      let [open, spent, most] = [0, 0, 0];
      const runOne = async (calls: (typeof processes)[number]): Promise<void> => {
        const limits = start();
        for (const { cost, share } of calls) {
          const answer = await limits.limits.reserve(call({ costNano: cost }));
          if (!answer.ok) continue;
          open += cost;
          most = Math.max(most, open + spent);
          await limits.look();
          const actual = settledAt(cost, share);
          answer.value.settle({ tokens: 0, costNano: actual });
          answer.value.settle({ tokens: 0, costNano: 999 });
          open -= cost;
          spent += actual;
        }
        await limits.close();
      };
      await Promise.all(processes.map(runOne));
      assert.ok(most <= limit, `${most} of ${limit}`);
      const [counter] = await used();
      assert.deepEqual(counter, { spent, held: 0 });
    }),
    { numRuns: 25 },
  );
});

test('what calls cost beyond their estimate is counted too', async () => {
  const { start, used } = await openTestLimits([testRule({ level: 'key', kind: 'month', amount: 1_000 })]);
  const limits = start();
  const first = await limits.limits.reserve(call({ costNano: 10 }));
  assert.ok(first.ok);
  first.value.settle({ tokens: 0, costNano: 990 });
  assert.equal(codeOf(await limits.limits.reserve(call({ costNano: 20 }))), 'SERVE_BUDGET_SPENT');
  assert.equal(codeOf(await limits.limits.reserve(call({ costNano: 0 }))), 'ok', 'what costs nothing may go on');
  await limits.close();
  assert.deepEqual(await used(), [{ spent: 990, held: 0 }]);
});

test('near the limit it is exact: all of it can be had, by whichever process asks', async () => {
  const { start } = await openTestLimits([testRule({ level: 'key', kind: 'requests', amount: 100 })]);
  const processes = [start(), start(), start()];
  const from = minuteNow();
  const answers = [];
  for (let index = 0; index < 180; index += 1) answers.push(await processes[index % 3]?.limits.reserve(call()));
  const granted = answers.filter((answer) => answer?.ok).length;
  if (minuteNow() === from) assert.equal(granted, 100);
  const refused = answers.find((answer) => answer?.ok === false);
  assert.ok(refused?.ok === false && refused.error.code === 'SERVE_RATE_LIMITED');
  const { retryAfter } = refused.error.details;
  assert.ok(Number(retryAfter) >= 1 && Number(retryAfter) <= 60);
});

test('a burst in one process goes to the store once', async () => {
  const { start } = await openTestLimits([testRule({ level: 'key', kind: 'day', amount: 1_000 })]);
  const limits = start();
  const reserve = async () => limits.limits.reserve(call({ costNano: 10 }));
  const answers = await Promise.all(Array.from({ length: 150 }, reserve));
  assert.equal(answers.filter(({ ok }) => ok).length, 100);
});

test('places are freed when calls end, and those of a call that never ends after its time', async () => {
  const { start } = await openTestLimits([testRule({ level: 'key', kind: 'concurrency', amount: 3 })]);
  const [one, other] = [start(), start({ longestCallMs: 1 })];
  const first = await one.limits.reserve(call());
  assert.deepEqual(
    [codeOf(await one.limits.reserve(call())), codeOf(await other.limits.reserve(call()))],
    ['ok', 'ok'],
  );
  assert.equal(codeOf(await other.limits.reserve(call())), 'SERVE_TOO_MANY_AT_ONCE');
  assert.ok(first.ok);
  first.value.settle(call());
  assert.equal(codeOf(await one.limits.reserve(call())), 'ok');
  await new Promise((resolve) => setTimeout(resolve, 110));
  await other.look();
  await other.look();
  assert.equal(codeOf(await one.limits.reserve(call())), 'ok', 'the place that nobody freed is free');
});

test('what a process does not use it gives back within two looks', async () => {
  const { start, used } = await openTestLimits([testRule({ level: 'key', kind: 'day', amount: 1_600 })]);
  const limits = start();
  const answer = await limits.limits.reserve(call({ costNano: 1 }));
  assert.ok(answer.ok);
  assert.deepEqual(await used(), [{ spent: 0, held: 100 }]);
  answer.value.settle({ tokens: 0, costNano: 1 });
  await limits.look();
  await limits.look();
  assert.deepEqual(await used(), [{ spent: 1, held: 0 }]);
  assert.equal(limits.counts().leases, 0);
});

test('all levels apply together, and the refusal says which one had no room', async () => {
  const { start } = await openTestLimits([
    testRule({ level: 'organisation', kind: 'day', amount: 100 }),
    testRule({ level: 'team', subject: 'red', kind: 'day', amount: 60 }),
    testRule({ level: 'user', kind: 'day', amount: 30 }),
    testRule({ level: 'user', subject: 'acme/boss', kind: 'day', amount: 1_000 }),
  ]);
  const { limits } = start();
  const reserve = async (endUser: string, team: string, costNano: number) => {
    const answer = await limits.reserve(call({ payer: { ...payer, organisation: 'acme', team, endUser }, costNano }));
    return answer.ok ? 'ok' : `${answer.error.code} ${String(answer.error.details['level'])}`;
  };
  assert.equal(await reserve('ann', 'red', 31), 'SERVE_BUDGET_SPENT user');
  assert.equal(await reserve('ann', 'red', 30), 'ok');
  assert.equal(await reserve('bob', 'red', 30), 'ok');
  assert.equal(await reserve('cid', 'red', 1), 'SERVE_BUDGET_SPENT team');
  assert.equal(await reserve('boss', 'blue', 41), 'SERVE_BUDGET_SPENT organisation');
  assert.equal(await reserve('boss', 'blue', 40), 'ok');
});

test('an alert is given once for each share, whoever crosses it, and does not block', async () => {
  const { start, ledger } = await openTestLimits([
    testRule({ level: 'key', kind: 'week', amount: 100, action: 'alert', alerts: [0.5, 1] }),
  ]);
  const processes = [start(), start()];
  for (let index = 0; index < 15; index += 1) {
    const limits = processes[index % 2];
    const answer = await limits?.limits.reserve(call({ costNano: 10 }));
    assert.ok(answer?.ok);
    answer.value.settle({ tokens: 0, costNano: 10 });
    await limits?.look();
  }
  for (const limits of processes) await limits.close();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const alerts = (await ledger.list({ limit: 100 })).filter(({ kind }) => kind === 'budget-alert');
  assert.deepEqual(
    alerts.map(({ payload }) => JSON.stringify(payload).match(/"share":([\d.]+)/)?.[1]),
    ['1', '0.5'],
  );
});

test('a key may use its models only, and a call that can never fit says so', async () => {
  const { start } = await openTestLimits([testRule({ level: 'key', kind: 'tokens', amount: 1_000 })]);
  const { limits } = start();
  const narrow = call({ payer: { ...payer, models: ['small'] }, model: 'large' });
  assert.equal(codeOf(await limits.reserve(narrow)), 'SERVE_MODEL_FORBIDDEN');
  assert.equal(codeOf(await limits.reserve(call({ tokens: 1_001 }))), 'SERVE_REQUEST_OVER_LIMIT');
  assert.equal(codeOf(await limits.reserve(call({ tokens: 1_000 }))), 'ok');
});
