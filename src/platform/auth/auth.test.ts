import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAuth } from '#platform/auth';
import { createTestClock } from '#platform/clock/testing';
import { createTestDatabase } from '#platform/postgres/testing';

const open = async () => {
  const { clock, advance } = createTestClock();
  const stores = await createTestDatabase({ clock });
  return { ...stores, ...createAuth(stores, stores.projectId), advance };
};

test('a key works until it is revoked, and the ledger says who did what', async () => {
  const { apiKeys, ledger } = await open();
  const { key, ...made } = await apiKeys.create({ name: 'web shop', actor: 'Ada' });
  assert.match(key, /^tl_[\da-f]{12}_[\w-]{43}$/);
  assert.deepEqual(await apiKeys.verify(key), made);
  assert.deepEqual(await apiKeys.list(), [made]);
  assert.equal(await apiKeys.revoke({ id: made.id, actor: 'Ada' }), true);
  assert.equal(await apiKeys.revoke({ id: made.id, actor: 'Ada' }), false);
  assert.equal(await apiKeys.verify(key), undefined);
  assert.deepEqual(
    (await ledger.list({ limit: 10 })).map(({ kind, actor }) => `${actor} ${kind}`),
    ['Ada key-revoke', 'Ada key-create'],
  );
});

test('the key itself is nowhere in the database', async () => {
  const { apiKeys, database, ledger } = await open();
  const { key } = await apiKeys.create({ name: 'n', actor: 'a' });
  const secret = key.slice(-43);
  const rows = await database.sql.selectFrom('api_keys').selectAll().execute();
  assert.ok(!JSON.stringify([rows, await ledger.list({ limit: 10 })]).includes(secret));
});

test('a key that is wrong, malformed, expired or of another project is refused', async () => {
  const { apiKeys, advance, clock } = await open();
  const { key } = await apiKeys.create({ name: 'n', actor: 'a', expiresAt: clock.now() + 1_000 });
  const other = await open();
  for (const wrong of [
    '',
    'tl_',
    `${key}x`,
    `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`,
    key.toUpperCase(),
    `${key}\0`,
  ]) {
    assert.equal(await apiKeys.verify(wrong), undefined, wrong);
  }
  assert.equal(await other.apiKeys.verify(key), undefined);
  assert.ok(await apiKeys.verify(key));
  advance(1_000);
  assert.equal(await apiKeys.verify(key), undefined);
});

test('a key carries whom it belongs to and which models it may use', async () => {
  const { apiKeys, keyRing } = await open();
  const scope = { organisation: 'acme', team: 'search', models: ['small', 'large'] };
  const { key, ...made } = await keyRing.create({ name: 'n', actor: 'Ada', ...scope });
  assert.deepEqual({ ...made, ...scope }, made);
  assert.deepEqual(await apiKeys.verify(key), made);
  assert.deepEqual(await keyRing.find(made.id), { ...made, earlier: [] });
  assert.equal(await keyRing.find('nobody'), undefined);
});

test('a rotated key has a new secret, and the old one works for as long as was said', async () => {
  const { apiKeys, keyRing, advance, ledger } = await open();
  const first = await keyRing.create({ name: 'n', actor: 'Ada' });
  const rotate = (graceMs: number) => keyRing.rotate({ id: first.id, actor: 'Ada', graceMs });
  const second = await rotate(1_000);
  assert.ok(second !== undefined && second.key !== first.key && second.id === first.id);
  const third = await rotate(5_000);
  const alive = async () =>
    Promise.all([first, second, third].map(async (each) => (await apiKeys.verify(each?.key ?? ''))?.id === first.id));
  assert.deepEqual(await alive(), [true, true, true]);
  assert.deepEqual(
    (await keyRing.find(first.id))?.earlier.map(({ prefix }) => prefix),
    [first.prefix, second.prefix],
  );
  advance(1_000);
  assert.deepEqual(await alive(), [false, true, true]);
  const fourth = await rotate(0);
  assert.deepEqual(await alive(), [false, true, false], 'without a grace period the old one ends at once');
  await apiKeys.revoke({ id: first.id, actor: 'Ada' });
  assert.deepEqual(await alive(), [false, false, false]);
  assert.equal(await apiKeys.verify(fourth?.key ?? ''), undefined);
  assert.equal(await rotate(1_000), undefined, 'a revoked key is not rotated');
  assert.equal((await ledger.list({ limit: 20 })).filter(({ kind }) => kind === 'key-rotate').length, 3);
});

test('a login token gives one session, once, for ten minutes', async () => {
  const { sessions, advance } = await open();
  const { token } = await sessions.createLogin();
  assert.equal(await sessions.verify(token), false, 'a login token is no session');
  const exchanged = await Promise.all([sessions.exchange(token), sessions.exchange(token)]);
  assert.equal(exchanged.filter(Boolean).length, 1);
  const session = exchanged.find((each) => each !== undefined)?.token ?? '';
  assert.equal(await sessions.verify(session), true);
  assert.equal(await sessions.exchange(session), undefined, 'a session is no login token');
  const late = await sessions.createLogin();
  advance(10 * 60 * 1_000);
  assert.equal(await sessions.exchange(late.token), undefined);
});

test('a session ends when it is told to, and after a week', async () => {
  const { sessions, advance } = await open();
  const start = async () => (await sessions.exchange((await sessions.createLogin()).token))?.token ?? '';
  const [ended, expired] = [await start(), await start()];
  await sessions.end(ended);
  assert.equal(await sessions.verify(ended), false);
  assert.equal(await sessions.verify(expired), true);
  advance(7 * 24 * 60 * 60 * 1_000);
  assert.equal(await sessions.verify(expired), false);
});
