import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '#platform/postgres/testing';
import { createLedgerHeads } from './ledger-head.ts';

const fill = async (stores: TestDatabase, entries: number): Promise<void> => {
  for (let index = 0; index < entries; index += 1) {
    await stores.ledger.append({
      actor: 'test',
      kind: 'thing-do',
      subject: `s${index}`,
      payload: { index, text: 'é \0' },
    });
  }
};

/** What somebody with the database's password can do. */
const tamper = (stores: TestDatabase, statement: string): Promise<unknown> =>
  stores.database.sql.transaction().execute(async (transaction) => {
    await sql`set local session_replication_role = replica`.execute(transaction);
    await sql.raw(statement.replaceAll('$project', stores.projectId)).execute(transaction);
  });

const cases = [
  {
    name: 'a changed payload',
    statement: `update ledger set payload = '{"index":99}' where project = '$project' and sequence = 3`,
    sequence: 3,
  },
  {
    name: 'a changed actor',
    statement: `update ledger set actor = 'nobody' where project = '$project' and sequence = 1`,
    sequence: 1,
  },
  { name: 'a removed entry', statement: `delete from ledger where project = '$project' and sequence = 2`, sequence: 2 },
  {
    name: 'a truncated tail',
    statement: `delete from ledger where project = '$project' and sequence >= 4`,
    sequence: 4,
  },
  { name: 'an emptied ledger', statement: `delete from ledger where project = '$project'`, sequence: 1 },
  {
    name: 'two entries that swapped places',
    statement: `update ledger set sequence = -2 where project = '$project' and sequence = 2;
      update ledger set sequence = 2 where project = '$project' and sequence = 3;
      update ledger set sequence = 3 where project = '$project' and sequence = -2`,
    sequence: 2,
  },
];

for (const { name, statement, sequence } of cases) {
  test(`verify finds ${name}`, async () => {
    const stores = await createTestDatabase();
    await fill(stores, 5);
    assert.equal((await stores.ledger.verify()).intact, true);
    await tamper(stores, statement);
    const verdict = await stores.ledger.verify();
    assert.ok(!verdict.intact);
    assert.equal(verdict.sequence, sequence, verdict.problem);
  });
}

test('verify finds a tail that was rewritten with a valid chain', async () => {
  const stores = await createTestDatabase();
  await fill(stores, 3);
  await tamper(stores, `delete from ledger where project = '$project' and sequence = 3`);
  const heads = createLedgerHeads(join(stores.dataDirectory, 'ledger-head.json'));
  const noted = await heads.read(stores.projectId);
  const forged = await createTestDatabase();
  await fill(stores, 1);
  assert.equal(noted?.sequence, 3);
  const verdict = await stores.ledger.verify();
  assert.ok(!verdict.intact, 'the noted head must not be replaced by one of the same sequence');
  assert.equal(verdict.sequence, 3);
  assert.equal((await forged.ledger.verify()).intact, true);
});

test('the database refuses changes of the ledger and of record bodies', async () => {
  const { database, ledger } = await createTestDatabase();
  await ledger.append({ actor: 'test', kind: 'a-b', subject: 's', payload: null });
  await assert.rejects(sql`update ledger set actor = 'x'`.execute(database.sql), /append-only/);
  await assert.rejects(sql`delete from ledger`.execute(database.sql), /append-only/);
  await assert.rejects(sql`truncate ledger`.execute(database.sql), /append-only/);
});

test('concurrent appends have no gap and no fork', async () => {
  const stores = await createTestDatabase();
  const append = (index: number) =>
    stores.ledger.append({ actor: 'a', kind: 'k-k', subject: String(index), payload: index });
  const entries = await Promise.all(Array.from({ length: 40 }, (_, index) => append(index)));
  assert.deepEqual(
    entries.map(({ sequence }) => sequence).toSorted((left, right) => left - right),
    Array.from({ length: 40 }, (_, index) => index + 1),
  );
  assert.deepEqual(await stores.ledger.verify(), {
    intact: true,
    entries: 40,
    head: entries.find(({ sequence }) => sequence === 40)?.hash,
  });
  const page = await stores.ledger.list({ before: 11, limit: 3 });
  assert.deepEqual(
    page.map(({ sequence }) => sequence),
    [10, 9, 8],
  );
});

test('an entry is only kept when the change it describes is', async () => {
  const stores = await createTestDatabase();
  const event = { actor: 'a', kind: 'k-k', subject: 's', payload: null };
  assert.equal(await stores.pointers.set({ name: 'p', value: 1, expectedVersion: 5 }, event), false);
  assert.deepEqual(await stores.ledger.verify(), {
    intact: true,
    entries: 0,
    head: (await stores.ledger.append(event)).previousHash,
  });
});

test('a missing head file is no problem, a new one is made', async () => {
  const stores = await createTestDatabase();
  const path = join(stores.dataDirectory, `heads-${stores.projectId}.json`);
  const heads = createLedgerHeads(path);
  await heads.advance('p', { sequence: 2, hash: 'b' });
  await heads.advance('p', { sequence: 1, hash: 'a' });
  assert.deepEqual(await heads.read('p'), { sequence: 2, hash: 'b' });
  await rm(path);
  assert.equal(await heads.read('p'), undefined);
});
