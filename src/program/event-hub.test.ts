import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEventHub } from './event-hub.ts';

test('a listener gets events in order, and a slow one loses the oldest', async () => {
  const hub = createEventHub(2);
  const controller = new AbortController();
  const events = hub.listen(controller.signal);
  const first = events.next();
  hub.emit({ type: 'run-start', runId: 'a' });
  assert.deepEqual((await first).value, { type: 'run-start', runId: 'a' });
  for (const runId of ['b', 'c', 'd']) hub.emit({ type: 'run-start', runId });
  assert.deepEqual((await events.next()).value, { type: 'run-start', runId: 'c' });
  assert.deepEqual((await events.next()).value, { type: 'run-start', runId: 'd' });
  controller.abort();
  assert.equal((await events.next()).done, true);
  assert.equal(hub.listeners(), 0);
});
