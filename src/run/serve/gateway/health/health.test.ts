import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createTestClock } from '#platform/clock/testing';
import { backoffMs } from './backoff.ts';
import { createRetryBudget } from './retry-budget.ts';
import { began, failed, gaveUp, isClosed, newHealth, sampled, succeeded } from './target-health.ts';

const settings = { failures: 3, openMs: 1000 };

test('a pause is within its bounds for every draw and every try', () => {
  const bounds = fc.record({ baseMs: fc.integer({ min: 1, max: 1e6 }), maximumMs: fc.integer({ min: 1, max: 1e6 }) });
  fc.assert(
    fc.property(
      bounds,
      fc.nat(2000),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (given, tries, draw) => {
        const pause = backoffMs(given, tries, () => draw);
        assert.ok(pause >= 0 && pause <= Math.min(given.maximumMs, given.baseMs * 2 ** Math.min(tries, 30)));
      },
    ),
  );
});

test('a circuit opens after failures in a row, lets one probe through, and closes when that is answered', () => {
  const health = newHealth();
  for (let call = 0; call < 3; call += 1) {
    assert.ok(isClosed(health, 0));
    began(health);
    failed(health, 0, settings);
  }
  assert.deepEqual([isClosed(health, 0), isClosed(health, 999), isClosed(health, 1000)], [false, false, true]);
  began(health);
  assert.equal(isClosed(health, 1000), false, 'one probe at a time');
  failed(health, 1000, settings);
  assert.deepEqual([isClosed(health, 1999), isClosed(health, 2000)], [false, true]);
  began(health);
  gaveUp(health);
  assert.ok(isClosed(health, 2000), 'a probe that was given up lets the next one through');
  began(health);
  succeeded(health);
  assert.ok(isClosed(health, 2000));
  assert.equal(health.failuresInRow, 0);
});

test('a circuit follows a model of itself through any history', () => {
  const step = fc.record({ event: fc.constantFrom('ok', 'fail', 'gone'), waitMs: fc.integer({ min: 0, max: 1500 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const health = newHealth();
      let [now, inRow, openUntil] = [0, 0, 0];
      for (const { event, waitMs } of steps) {
        now += waitMs;
        assert.equal(isClosed(health, now), now >= openUntil);
        if (now < openUntil) continue;
        began(health);
        if (event === 'gone') gaveUp(health);
        else if (event === 'ok') {
          succeeded(health);
          [inRow, openUntil] = [0, 0];
        } else {
          failed(health, now, settings);
          inRow += 1;
          if (inRow >= settings.failures) openUntil = now + settings.openMs;
        }
        assert.equal(health.inFlight, 0);
      }
    }),
  );
});

test('the average takes a peak at once and forgets it slowly', () => {
  const health = newHealth();
  sampled(health, 0, 100);
  sampled(health, 10, 900);
  assert.equal(health.averageMs, 900);
  sampled(health, 20, 100);
  assert.ok(health.averageMs > 100 && health.averageMs < 900);
  sampled(health, 200_000, 100);
  assert.ok(health.averageMs < 101);
});

test('retries are at most a share of the requests of the last ten seconds, and a few are always there', () => {
  const { clock, advance } = createTestClock();
  const budget = createRetryBudget({ clock }, 0.2);
  const takeAll = (): number => {
    let taken = 0;
    while (taken < 10_000 && budget.take()) taken += 1;
    return taken;
  };
  assert.equal(takeAll(), 10);
  for (let request = 0; request < 500; request += 1) budget.counted();
  assert.equal(takeAll(), 90);
  advance(5_000);
  assert.equal(takeAll(), 0);
  advance(5_000);
  assert.equal(takeAll(), 10, 'the window has passed');
  advance(60_000);
  assert.equal(takeAll(), 10);
  assert.equal(createRetryBudget({ clock }, 0).take(), false);
});
