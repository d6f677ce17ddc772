import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSealed } from './open-sealed.ts';
import { createSealedUses, makeCase } from './testing.ts';

const sealed = { version: 's1', caseSetVersion: 'v1', cases: [makeCase({ id: 'a', split: 'sealed' })] };

test('one use a candidate, the same one again for nothing, and an end', async () => {
  const deps = createSealedUses();
  const open = async (candidateId: string) => {
    const opened = await openSealed(deps, { sealed, candidateId, decisionId: 'run', maximumUses: 2 });
    return opened.ok
      ? `${opened.value.use} of ${opened.value.of}${opened.value.again ? ' again' : ''}`
      : opened.error.code;
  };
  assert.equal(await open('x'), '1 of 2');
  assert.equal(await open('x'), '1 of 2 again');
  assert.equal(await open('y'), '2 of 2');
  assert.equal(await open('z'), 'EVALUATE_SEALED_EXHAUSTED');
  assert.equal(await open('y'), '2 of 2 again');
  assert.deepEqual(
    deps.events.map(({ kind }) => kind),
    ['sealed-open', 'sealed-reopen', 'sealed-open', 'sealed-reopen'],
  );
});

test('two candidates at once take two uses, never the same', async () => {
  const deps = createSealedUses();
  const opened = await Promise.all(
    ['x', 'y'].map((candidateId) => openSealed(deps, { sealed, candidateId, decisionId: 'run', maximumUses: 2 })),
  );
  assert.deepEqual(
    opened.map((each) => each.ok && each.value.use).toSorted((one, other) => Number(one) - Number(other)),
    [1, 2],
  );
});
