import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createAdmission, type Place } from './admission.ts';

const { signal } = new AbortController();

test('never more than the limit run, who waits comes in turn, and a place is left once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 6 }),
      fc.integer({ min: 1, max: 15 }),
      async (concurrency, queue, callers) => {
        const admission = createAdmission({ concurrency, queue, now: () => 0 });
        const places: Place[] = [];
        const order: number[] = [];
        const calls = Array.from({ length: callers }, async (_, index) => {
          const place = await admission.enter(signal);
          if (place === undefined) return 'turned away';
          order.push(index);
          places.push(place);
          return 'entered';
        });
        await Promise.resolve();
        for (let left = 0; left < callers; left++) {
          assert.ok(admission.counts().running <= concurrency);
          assert.ok(admission.counts().waiting <= queue);
          await new Promise((resolve) => setImmediate(resolve));
          const place = places[left];
          place?.leave();
          place?.leave();
        }
        const outcomes = await Promise.all(calls);
        assert.equal(
          outcomes.filter((outcome) => outcome === 'entered').length,
          Math.min(callers, concurrency + queue),
        );
        assert.deepEqual(
          order,
          order.toSorted((first, second) => first - second),
        );
        assert.deepEqual(admission.counts(), { running: 0, waiting: 0 });
      },
    ),
    { numRuns: 50 },
  );
});

test('who is aborted while waiting gives up its turn', async () => {
  const admission = createAdmission({ concurrency: 1, queue: 2, now: () => 0 });
  const first = await admission.enter(signal);
  const gone = new AbortController();
  const waiting = admission.enter(gone.signal);
  gone.abort(new Error('gone'));
  await assert.rejects(waiting, /gone/);
  assert.deepEqual(admission.counts(), { running: 1, waiting: 0 });
  first?.leave();
});
