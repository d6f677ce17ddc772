import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestLimits, testRule } from './testing.ts';

const call = { payer: { keyId: 'k1', models: ['*'] }, model: 'm', tokens: 0, costNano: 10 };
type Limits = Awaited<ReturnType<Awaited<ReturnType<typeof openTestLimits>>['start']>>;

/** How many calls in a row are let through. */
const reserveMany = async ({ limits }: Limits, count: number): Promise<string> => {
  let granted = 0;
  for (; granted < count; granted += 1) {
    const answer = await limits.reserve(call);
    if (!answer.ok) return `${granted} ${answer.error.code}`;
  }
  return `${granted}`;
};
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('while the store is away a budget goes on with what is leased, then refuses; then it goes on', async () => {
  const { start, used, skip } = await openTestLimits([testRule({ level: 'key', kind: 'day', amount: 1_600 })]);
  const process = start({ patienceMs: 50 });
  assert.equal(await reserveMany(process, 1), '1');
  for (const mode of ['down', 'hangs'] as const) {
    process.setMode(mode);
    assert.match(await reserveMany(process, 100), /^\d+ SERVE_LIMITS_UNAVAILABLE$/);
    assert.equal(process.counts().storeAway, true);
    process.setMode('up');
    skip(250);
    await process.look();
    assert.equal(process.counts().storeAway, false);
  }
  assert.match(await reserveMany(process, 1_000), /SERVE_BUDGET_SPENT$/);
  assert.equal(process.counts().openCalls, 160, 'all of the budget, and not one call more');
  await process.close();
  assert.deepEqual(await used(), [{ spent: 1_600, held: 0 }]);
});

test('while the store is away each process counts its share of a rate, or refuses', async () => {
  const { start } = await openTestLimits([
    testRule({ level: 'key', kind: 'requests', amount: 40 }),
    testRule({ level: 'key', kind: 'concurrency', amount: 1_000 }),
  ]);
  const [one, other] = [start(), start({ withoutStore: { rates: 'refuse', budgets: 'refuse' } })];
  await reserveMany(one, 1);
  await reserveMany(other, 1);
  await one.look();
  one.setMode('down');
  other.setMode('down');
  const [granted, code] = (await reserveMany(one, 100)).split(' ');
  assert.equal(code, 'SERVE_RATE_LIMITED');
  assert.ok(Number(granted) >= 20 && Number(granted) <= 24, `${granted}: half of the limit, and what was leased`);
  assert.match(await reserveMany(other, 100), /SERVE_LIMITS_UNAVAILABLE$/);
});

test('with `allow` budgets pass while the store is away and are settled when it is back', async () => {
  const { start, used, skip } = await openTestLimits([testRule({ level: 'key', kind: 'day', amount: 100 })]);
  const process = start({ withoutStore: { rates: 'local', budgets: 'allow' } });
  await reserveMany(process, 1);
  process.setMode('down');
  assert.equal(await reserveMany(process, 20), '20');
  process.setMode('up');
  skip(250);
  await process.look();
  await process.close();
  assert.deepEqual(await used(), [{ spent: 210, held: 0 }]);
});

test('without ever having read the rules nothing passes, unless budgets may', async () => {
  const { start } = await openTestLimits([]);
  const [strict, loose] = [start(), start({ withoutStore: { rates: 'local', budgets: 'allow' } })];
  strict.setMode('down');
  loose.setMode('down');
  assert.equal(await reserveMany(strict, 1), '0 SERVE_LIMITS_UNAVAILABLE');
  assert.equal(await reserveMany(loose, 1), '1');
});

test('an answer that was lost on the way costs nothing for ever', async () => {
  const { start, used, skip } = await openTestLimits([testRule({ level: 'key', kind: 'day', amount: 1_600 })]);
  const process = start();
  process.setMode('loses-answers');
  assert.equal(await reserveMany(process, 1), '0 SERVE_LIMITS_UNAVAILABLE');
  process.setMode('up');
  skip(700);
  await process.look();
  assert.equal(await reserveMany(process, 160), '160');
  process.setMode('loses-answers');
  await process.look();
  process.setMode('up');
  skip(250);
  await process.close();
  assert.deepEqual(await used(), [{ spent: 1_600, held: 0 }]);
});

test('what a dead process held comes back', async () => {
  const { start, used } = await openTestLimits([
    testRule({ level: 'key', kind: 'concurrency', amount: 4 }),
    testRule({ level: 'key', kind: 'day', amount: 40 }),
  ]);
  const ttl = { rateTtlMs: 150, budgetTtlMs: 150 };
  const dead = start(ttl);
  assert.equal(await reserveMany(dead, 4), '4');
  const other = start(ttl);
  assert.match(await reserveMany(other, 1), /^0 /);
  await pause(300);
  assert.equal(await reserveMany(other, 4), '4');
  await other.close();
  assert.deepEqual(await used(), [
    { spent: 0, held: 0 },
    { spent: 40, held: 0 },
  ]);
});

test('a process that slept past its time does not use what others may have got', async () => {
  const { start } = await openTestLimits([testRule({ level: 'key', kind: 'day', amount: 160 })]);
  const ttl = { rateTtlMs: 100, budgetTtlMs: 100 };
  const [sleeper, other] = [start(ttl), start(ttl)];
  await reserveMany(sleeper, 1);
  await pause(150);
  assert.equal(await reserveMany(other, 16), '16');
  assert.match(await reserveMany(sleeper, 2), /^0 SERVE_BUDGET_SPENT/);
});

test('a clock that was set back ends the lease of the later window, and what it held is not lost to the window of now', async () => {
  const { start, used, database, projectId } = await openTestLimits([
    testRule({ level: 'key', kind: 'day', amount: 1_600 }),
  ]);
  const process = start();
  assert.equal(await reserveMany(process, 1), '1');
  const leases = database.sql.updateTable('limit_leases').where('project', '=', projectId);
  await leases.set({ window_start: new Date(Date.UTC(2199, 0, 1)) }).execute();
  assert.equal(await reserveMany(process, 170), '169 SERVE_BUDGET_SPENT');
  await process.close();
  assert.equal((await used())[0]?.held, 0);
});

test('a call that was overtaken by a later one changes nothing', async () => {
  const { limitStore, used } = await openTestLimits([testRule({ level: 'key', kind: 'day', amount: 100 })]);
  const report = {
    lease: 1,
    level: 'key',
    subject: 'k',
    kind: 'day',
    ceiling: 100,
    closed: false,
    ttlMs: 1000,
  } as const;
  const sync = (sequence: number, spent: number) =>
    limitStore.sync({ process: 'p', sequence, reports: [{ ...report, spent, keep: 0 }] });
  assert.equal((await sync(2, 7)).replies[0]?.spent, 7);
  assert.deepEqual((await sync(1, 3)).replies, []);
  assert.equal((await sync(3, 7)).replies[0]?.spent, 7, 'a report that is repeated counts once');
  assert.deepEqual(await used(), [{ spent: 7, held: 0 }]);
});

test('a rule that is changed or removed holds soon after', async () => {
  const rule = testRule({ level: 'key', kind: 'day', amount: 20 });
  const { start, limitRules, skip } = await openTestLimits([rule]);
  const process = start();
  assert.equal(await reserveMany(process, 5), '2 SERVE_BUDGET_SPENT');
  await limitRules.set({ ...rule, amount: 50 }, 'Ada');
  skip(2_050);
  await reserveMany(process, 1);
  await pause(60);
  skip(150);
  assert.equal(await reserveMany(process, 1), '1');
});
