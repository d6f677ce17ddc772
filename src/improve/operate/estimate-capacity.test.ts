import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateCapacity } from './estimate-capacity.ts';

test('capacity is half the measured rate over a month, and compared with the need', () => {
  const capacity = estimateCapacity(
    { requests: 60, seconds: 30, concurrency: 4, latencyP95Ms: 900 },
    { answersPerMonth: 20_000 },
  );
  assert.equal(capacity.answersPerSecond, 2);
  assert.equal(capacity.answersPerMonthAtHalfLoad, 2_592_000);
  assert.equal(capacity.enough, true);
  assert.equal(
    estimateCapacity({ requests: 1, seconds: 600, concurrency: 1, latencyP95Ms: 1 }, { answersPerMonth: 20_000 })
      .enough,
    false,
  );
});
