import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIds, createSystemClock } from '#platform/clock';
import { createTestClock, createTestIds } from '#platform/clock/testing';

test('the system clock tells wall time and a monotonic time', () => {
  const clock = createSystemClock();
  assert.ok(Math.abs(clock.now() - Date.now()) < 1_000);
  const first = clock.monotonic();
  assert.ok(clock.monotonic() >= first);
});

test('ids are version 7 and sort in the order they were made', () => {
  const ids = createIds();
  const made = Array.from({ length: 1_000 }, () => ids.uuid());
  assert.match(made[0] ?? '', /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  assert.deepEqual(made.toSorted(), made);
});

test('the test clock stands still until it is advanced', () => {
  const { clock, advance } = createTestClock();
  const before = clock.now();
  assert.equal(clock.now(), before);
  advance(1_500);
  assert.equal(clock.now() - before, 1_500);
  assert.equal(clock.monotonic(), 1_500);
});

test('test ids are repeatable', () => {
  assert.equal(createTestIds().uuid(), createTestIds().uuid());
  const ids = createTestIds();
  assert.notEqual(ids.uuid(), ids.uuid());
});
