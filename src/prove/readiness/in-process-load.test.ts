import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFaults, err, ok } from '#kernel';
import { createProveDeps, makeAnswer, makeCandidate } from '#prove/evaluate/testing';
import { createInProcessLoad } from './in-process-load.ts';

const { fault } = createFaults({ BUSY: { what: 'Busy.', why: 'x', remedy: 'x', status: 429, retryable: true } });
const candidate = makeCandidate('x');

const world = (answerMs: number) => {
  const deps = createProveDeps();
  const repeats: (number | undefined)[] = [];
  let [running, peak] = [0, 0];
  const load = createInProcessLoad({
    ...deps,
    compile: async () =>
      ok({
        candidate,
        answer: async ({ text }, { repeat } = {}) => {
          repeats.push(repeat);
          peak = Math.max(peak, (running += 1));
          await new Promise((resolve) => setImmediate(resolve));
          deps.pass(answerMs);
          running -= 1;
          return text === 'bad' ? err(fault('BUSY')) : ok(makeAnswer());
        },
      }),
  });
  return { ...load, repeats, peak: () => peak };
};

const request = {
  requests: 12,
  concurrency: 3,
  maximumSeconds: 30,
  questions: ['a', 'b', 'bad'],
  signal: new AbortController().signal,
};

test('requests run so many at once, each a repeat of its own, errors counted apart', async () => {
  const { load, repeats, peak } = world(10);
  const outcome = await load(candidate, request);
  assert.deepEqual([outcome.latencies.length, outcome.errors, peak()], [8, 4, 3]);
  assert.equal(new Set(repeats).size, 12);
});

test('no request starts after the time, and an abort stops', async () => {
  const slow = world(11_000);
  const { latencies, errors } = await slow.load(candidate, request);
  assert.ok(latencies.length + errors <= 6);
  await assert.rejects(world(1).load(candidate, { ...request, signal: AbortSignal.abort() }), { name: 'AbortError' });
});
