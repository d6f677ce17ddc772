import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTestDatabase } from '#platform/postgres/testing';
import { createJournal } from './journal.ts';

test('once does the work once and gives the stored value afterwards', async () => {
  const { journal } = await createTestDatabase();
  let calls = 0;
  const work = () => {
    calls += 1;
    return Promise.resolve({ answer: calls, list: [1, 'a', null] });
  };
  const key = { step: 'evaluate/answer', inputs: { question: 'why' } };
  const first = await journal.once(key, work);
  assert.deepEqual(first, { answer: 1, list: [1, 'a', null] });
  assert.deepEqual(await journal.once(key, work), first);
  assert.deepEqual(await journal.once({ ...key, inputs: { question: 'how' } }, work), {
    answer: 2,
    list: [1, 'a', null],
  });
});

test('concurrent calls of the same key share one execution', async () => {
  const { journal } = await createTestDatabase();
  let calls = 0;
  const once = () =>
    journal.once({ step: 's', inputs: 1 }, async () => {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return calls;
    });
  assert.deepEqual(
    await Promise.all(Array.from({ length: 20 }, once)),
    Array.from({ length: 20 }, () => 1),
  );
});

test('work that fails is not stored and runs again', async () => {
  const { journal } = await createTestDatabase();
  const key = { step: 's', inputs: 1 };
  await assert.rejects(
    journal.once(key, () => Promise.reject(new Error('model is away'))),
    /model is away/,
  );
  assert.equal(await journal.once(key, () => Promise.resolve('here')), 'here');
});

test('when two processes do the same work, both get what was stored first', async () => {
  const one = await createTestDatabase();
  const journals = [createJournal(one, one.projectId), createJournal(one, one.projectId)];
  const values = await Promise.all(
    journals.map((journal, index) =>
      journal.once({ step: 's', inputs: 1 }, async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        return index;
      }),
    ),
  );
  assert.equal(values[0], values[1]);
});
