import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok } from '#kernel';
import { strategyFaults } from './errors.ts';
import { limitTime } from './limit-time.ts';

const late = () => strategyFaults.fault('STRATEGY_TIMEOUT', { timeoutMs: 5, strategy: 's' });

test('work in time passes, late work is a fault even when it does not listen', async () => {
  assert.deepEqual(await limitTime({ timeoutMs: 1000, late }, async () => ok(1)), { ok: true, value: 1 });
  const stuck = await limitTime({ timeoutMs: 5, late }, () => new Promise(() => {}));
  assert.ok(!stuck.ok);
  assert.equal(stuck.error.code, 'STRATEGY_TIMEOUT');
});

test('a caller who gives up gets the reason back', async () => {
  const caller = new AbortController();
  const reason = new Error('gone');
  const working = limitTime({ timeoutMs: 1000, late, signal: caller.signal }, () => new Promise(() => {}));
  caller.abort(reason);
  await assert.rejects(working, reason);
});
