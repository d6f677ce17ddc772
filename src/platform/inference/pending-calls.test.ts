import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPendingCalls } from './pending-calls.ts';

const call = { kind: 'embed', texts: [] } as const;

test('a retry does not tell again what was told', () => {
  const told: string[] = [];
  const pending = createPendingCalls();
  const id = pending.add({ call, settle: () => undefined, onDelta: (text) => told.push(text) });
  pending.tell(id, 'Hello');
  pending.tell(id, ' wor');
  assert.equal(pending.retry('crashed').length, 1);
  for (const text of ['Hel', 'lo worl', 'd']) pending.tell(id, text);
  assert.equal(told.join(''), 'Hello world');
});

test('the second crash is a failure, and only of those calls that were there for both', () => {
  const settled: string[] = [];
  const pending = createPendingCalls();
  const settle = (name: string) => (result: { readonly ok: boolean }) => settled.push(`${name} ${result.ok}`);
  pending.add({ call, settle: settle('first'), onDelta: undefined });
  pending.retry('crashed');
  pending.add({ call, settle: settle('second'), onDelta: undefined });
  assert.equal(pending.retry('crashed again').length, 1);
  assert.deepEqual(settled, ['first false']);
});

test('what was removed is not told of and not settled', () => {
  const pending = createPendingCalls();
  const id = pending.add({ call, settle: () => assert.fail('settled'), onDelta: () => assert.fail('told') });
  pending.remove(id);
  pending.tell(id, 'late');
  pending.settle(id, { ok: true, value: { rows: 0, values: new Float32Array() } });
  assert.equal(pending.size(), 0);
});
