import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSequencePool } from './sequence-pool.ts';

interface Sequence {
  readonly name: string;
  tokens: readonly number[];
}

const { signal } = new AbortController();
const poolOf = (...tokens: readonly (readonly number[])[]) => {
  const sequences = tokens.map((held, index): Sequence => ({ name: String.fromCharCode(97 + index), tokens: held }));
  return createSequencePool({ sequences, held: (sequence: Sequence) => sequence.tokens });
};

test('a prompt goes to the sequence that has read most of it', async () => {
  const pool = poolOf([1, 2, 3], [1, 2, 9], []);
  const name = (prompt: readonly number[]) => pool.use({ prompt, signal }, async (sequence) => sequence.name);
  assert.equal(await name([1, 2, 9, 9]), 'b');
  assert.equal(await name([1, 2, 3, 4]), 'a');
  assert.equal(await name([7]), 'c', 'of equals the one that rested longest');
});

test('calls beyond the sequences wait, and one that gives up does not keep its turn', async () => {
  const pool = poolOf([]);
  const order: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const gone = new AbortController();
  const first = pool.use({ prompt: [], signal }, async () => {
    order.push('first');
    await promise;
  });
  const second = pool.use({ prompt: [], signal: gone.signal }, async () => void order.push('second'));
  const third = pool.use({ prompt: [], signal }, async () => void order.push('third'));
  gone.abort(new Error('enough'));
  await assert.rejects(second, /enough/);
  resolve();
  await Promise.all([first, third]);
  assert.deepEqual(order, ['first', 'third']);
});

test('work that throws gives its sequence back', async () => {
  const pool = poolOf([]);
  await assert.rejects(
    pool.use({ prompt: [], signal }, () => Promise.reject(new Error('broken'))),
    /broken/,
  );
  assert.equal(await pool.use({ prompt: [], signal }, async () => 'next'), 'next');
});
