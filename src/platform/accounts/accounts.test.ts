import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createAccounts, type AccountsOptions, type AccountStoreDep } from '#platform/accounts';
import { createTestDatabase } from '#platform/postgres/testing';
import { lineOfAccount } from './account-line.ts';
import { testAccount } from './testing.ts';

const log = () => undefined;

const open = async (t: TestContext, options: Partial<AccountsOptions> = {}) => {
  const stores = await createTestDatabase();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'throughline accounts '));
  let isDown = false;
  const accountStore: AccountStoreDep['accountStore'] = {
    insertLines: async (lines) => {
      if (isDown) throw new Error('the database is away');
      await stores.accountStore.insertLines(lines);
    },
  };
  const accounts = createAccounts({ accountStore, log }, { dataDirectory, delayMs: 5, ...options });
  t.after(async () => {
    await accounts.close(100);
    await rm(dataDirectory, { recursive: true, force: true });
  });
  const stored = async () => {
    const { sql } = stores.database;
    const query = sql.selectFrom('accounts').selectAll().where('project', '=', stores.projectId);
    return query.orderBy('id').execute();
  };
  const setDown = (down: boolean): void => {
    isDown = down;
  };
  return { ...stores, accounts, stored, setDown, folder: join(dataDirectory, 'accounts') };
};

const ids = (count: number) => Array.from({ length: count }, (_, index) => `id-${String(index).padStart(6, '0')}`);

test('an account comes back from the table as it was', async (t) => {
  const { accounts, stored } = await open(t);
  accounts.accounted(testAccount('a'));
  accounts.accounted(
    testAccount('b', { endUser: undefined, firstByteMs: undefined, outcome: 'aborted', estimated: true }),
  );
  assert.equal(await accounts.flush(), true);
  const [first, second] = await stored();
  assert.equal(first?.cost_nano, 1_500_000);
  assert.equal(first.at.getTime(), Date.UTC(2026, 0, 1));
  assert.deepEqual([first.end_user, first.input_tokens, first.cached_input_tokens], ['user-17', 1200, 200]);
  assert.deepEqual([second?.end_user, second?.first_byte_ms, second?.outcome], [null, null, 'aborted']);
});

test('accounts wait on disk while the store is away, and are stored once when it is back', async (t) => {
  const { accounts, stored, setDown } = await open(t);
  setDown(true);
  for (const id of ids(2_000)) accounts.accounted(testAccount(id));
  assert.equal(await accounts.flush(50), false);
  assert.ok(accounts.counts().failures > 0 && accounts.counts().pendingBytes > 0);
  setDown(false);
  assert.equal(await accounts.flush(), true);
  for (const id of ids(10)) accounts.accounted(testAccount(id));
  await accounts.flush();
  assert.equal((await stored()).length, 2_000);
});

test('files are deleted once they are stored, and a closed process leaves none', async (t) => {
  const { accounts, folder, stored } = await open(t, { segmentBytes: 20_000 });
  for (const id of ids(500)) accounts.accounted(testAccount(id));
  assert.ok((await readdir(folder)).length > 3);
  await accounts.flush();
  assert.equal((await readdir(folder)).length, 1);
  await accounts.close();
  assert.deepEqual(await readdir(folder), []);
  assert.equal((await stored()).length, 500);
});

test('what may wait on disk is bounded, and the rest is counted', async (t) => {
  const { accounts, setDown } = await open(t, { maximumBytes: 5_000 });
  setDown(true);
  for (const id of ids(100)) accounts.accounted(testAccount(id));
  const { accepted, dropped, pendingBytes } = accounts.counts();
  assert.ok(accepted > 5 && accepted + dropped === 100);
  assert.ok(pendingBytes <= 5_000);
});

test('what a dead process left is stored at the next start, but for the line it did not finish', async (t) => {
  const { accounts, folder, stored } = await open(t);
  accounts.accounted(testAccount('alive'));
  const left = join(folder, '1.dead-1.00000000.1.log');
  await writeFile(
    left,
    ids(1_000)
      .map((id) => lineOfAccount(testAccount(id)))
      .join(''),
  );
  await appendFile(left, lineOfAccount(testAccount('torn')).slice(0, 40));
  await accounts.recover();
  await accounts.flush();
  const found = (await stored()).map(({ id }) => id);
  assert.deepEqual(found, ['alive', ...ids(1_000)]);
  assert.equal((await readdir(folder)).length, 1, 'the file of the living process stays');
});

test('a broken line and what PostgreSQL cannot store do not hold up the others', async (t) => {
  const { accounts, folder, stored, setDown } = await open(t);
  setDown(true);
  accounts.accounted(testAccount('a', { endUser: 'NUL \0 and \ud800' }));
  const [file = ''] = await readdir(folder);
  await appendFile(join(folder, file), '["half a li\n');
  setDown(false);
  await accounts.close();
  const text = await readFile(join(folder, file), 'utf8').catch(() => '');
  const whole = `${lineOfAccount(testAccount('b', { endUser: 'NUL \0 and \ud800' }))}["half a li\n${lineOfAccount(testAccount('c'))}`;
  await writeFile(join(folder, '1.dead-1.00000000.1.log'), text + whole);
  await accounts.recover();
  assert.deepEqual(
    (await stored()).map(({ id, end_user }) => `${id} ${end_user}`),
    ['a NUL  and \ufffd', 'b NUL  and \ufffd', 'c user-17'],
  );
  assert.equal(accounts.counts().broken >= 1, true);
});
