import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Candidate } from '#build/strategy/contract';
import type { Route, RouteRequest } from '#kernel';
import {
  makeAnswer,
  makeCandidate,
  makeCase,
  makeRecord,
  makeStageInput,
  memoryRecords,
} from '#prove/evaluate/testing';
import { trialPlanSchema, trialsConfigSchema, type TrialPlan, type TrialRating } from './contract.ts';
import { trialRoutes } from './routes.ts';
import { trialsStage } from './stage.ts';
import { trialResult } from './trial-result.ts';

const cases = Array.from({ length: 30 }, (_, index) => makeCase({ id: `c${index}` }));
const names = ['champion', 'second', 'stopped'] as const;
const [champion, second, stopped] = names.map((name) => makeCandidate(name));
const estimate = (value: number) => ({ value, low: value, high: value, level: 0.95, n: 30, method: 'm' });
const row = (candidate: Candidate | undefined, quality: number, more = {}) => ({
  candidateId: candidate?.id ?? '',
  name: candidate?.strategy.name ?? '',
  cases: 30,
  quality: estimate(quality),
  latencyMs: estimate(1),
  usdPerAnswer: 0,
  differences: [],
  onFrontier: true,
  ...more,
});
const comparison = {
  baseline: second?.id ?? '',
  quality: 'answer-accuracy',
  champion: champion?.id ?? '',
  because: '',
  estimateCheck: [],
  rows: [row(stopped, 0.9, { stopped: 'slow' }), row(second, 0.6), row(champion, 0.7)],
};
const scorecard = (name: string, id = '') =>
  makeRecord('experiments/scorecard', {
    candidateId: id,
    candidateName: name,
    results: cases.map((given, index) => ({
      caseId: given.id,
      ...(index === 3
        ? { fault: 'X' }
        : { answer: makeAnswer({ text: index === 5 ? 'same' : `by ${name}`, durationMs: name.length }) }),
    })),
  });
const records = [
  makeRecord('experiments/comparison', comparison),
  makeRecord('evaluate/case-set', { version: 'v', cases, counts: { dev: 30, sealed: 0, reviewed: 30, byKind: {} } }),
  ...[champion, second, stopped].map((candidate) => scorecard(candidate?.strategy.name ?? '', candidate?.id)),
];

const planned = async (seed = 7): Promise<TrialPlan> => {
  const ran = await trialsStage.run({}, makeStageInput(trialsConfigSchema.parse({ seed }), records));
  assert.ok(ran.ok);
  return trialPlanSchema.parse(ran.value[0]?.body);
};

const call = async (routes: readonly Route[], path: string, given: Partial<RouteRequest<unknown, unknown>> = {}) => {
  const route = routes.find((each) => each.path === path);
  const request = {
    params: {},
    body: {},
    query: {},
    actor: 'session',
    headers: {},
    signal: new AbortController().signal,
    ...given,
  };
  const replied = await route?.handle(request);
  assert.ok(replied?.ok && replied.value.kind === 'json');
  return replied.value.body;
};

test('the champion meets the best that did not stop, on questions they answered differently, in random order', async () => {
  const plan = await planned();
  assert.deepEqual([plan.left.name, plan.right.name], ['champion', 'second']);
  assert.equal(plan.pairs.length, 12);
  assert.ok(!plan.pairs.some(({ caseId }) => ['c3', 'c5'].includes(caseId)));
  assert.deepEqual(plan, await planned());
  assert.equal(new Set(plan.pairs.map(({ firstIs }) => firstIs)).size, 2);
});

test('a rater sees every pair once and blind, and the result has an interval', async () => {
  const plan = await planned();
  const stored = makeRecord('trials/plan', plan);
  const deps = memoryRecords([stored]);
  const routes = trialRoutes(deps);
  for (const pair of plan.pairs) {
    const next = await call(routes, '/api/trials/next', { query: { rater: 'Ada' } });
    const shown = JSON.stringify(next);
    assert.ok(shown.includes(pair.question));
    assert.ok(!/left|right|firstIs|candidate|"durationMs":[1-9]/.test(shown), shown);
    const verdict = pair.firstIs === 'right' ? 'first' : 'second';
    const body = { plan: stored.hash, caseId: pair.caseId, rater: 'Ada', verdict, comment: '' };
    const reply = JSON.stringify(await call(routes, '/api/trials/ratings', { body }));
    assert.ok(!/left|right|champion|second"/.test(reply), reply);
  }
  assert.deepEqual(await call(routes, '/api/trials/next', { query: { rater: 'Ada' } }), { done: 12, total: 12 });
  const shown = await call(routes, '/api/trials');
  const result = trialResult(
    plan,
    plan.pairs.map(({ caseId, firstIs }) => ({
      plan: '',
      caseId,
      rater: 'Ada',
      verdict: firstIs === 'right' ? 'first' : 'second',
      comment: '',
    })),
  );
  assert.deepEqual(result.preference && [result.right, result.preference.method, result.preference.value], [
    12,
    'wilson',
    1,
  ]);
  assert.ok(JSON.stringify(shown).includes(JSON.stringify(result)));
  assert.deepEqual(await call(trialRoutes(memoryRecords()), '/api/trials'), {
    plan: null,
    result: { ratings: 0, raters: [], left: 0, right: 0, ties: 0 },
    ratings: [],
  });
  assert.ok(deps.decisions.every(({ actor }) => actor === 'Ada'));
});

test('a rating of an old plan, of an unknown question or without a name is refused', async () => {
  const stored = makeRecord('trials/plan', await planned());
  const routes = trialRoutes(memoryRecords([stored]));
  const route = routes.find(({ method }) => method === 'POST');
  const rate = async (body: Partial<TrialRating>) => {
    const request = { params: {}, query: {}, actor: 's', headers: {}, signal: new AbortController().signal };
    const replied = await route?.handle({
      ...request,
      body: { plan: stored.hash, caseId: 'c0', rater: 'Ada', verdict: 'tie', comment: '', ...body },
    });
    return replied?.ok === false ? replied.error.code : 'ok';
  };
  assert.equal(await rate({ plan: 'old' }), 'TRIALS_PLAN_MISSING');
  assert.equal(await rate({ caseId: 'c99' }), 'TRIALS_QUESTION_UNKNOWN');
  assert.equal(route?.body?.safeParse({ plan: 'p', caseId: 'c', rater: '  ', verdict: 'tie' }).success, false);
});

test('the order of a pair never changes what a preference for a candidate counts', async () => {
  const plan = await planned();
  const choices = fc.array(fc.constantFrom('left', 'right', 'tie'), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(choices, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (wanted, swap) => {
      const turned = {
        ...plan,
        pairs: plan.pairs.map((pair, index) => ({
          ...pair,
          firstIs: swap[index] === true ? ('left' as const) : ('right' as const),
        })),
      };
      const ratings = turned.pairs.map(({ caseId, firstIs }, index): TrialRating => {
        const choice = wanted[index];
        return {
          plan: 'p',
          caseId,
          rater: 'Ada',
          comment: '',
          verdict: choice === 'tie' ? 'tie' : choice === firstIs ? 'first' : 'second',
        };
      });
      const result = trialResult(turned, ratings);
      assert.deepEqual(
        [result.left, result.right, result.ties],
        ['left', 'right', 'tie'].map((side) => wanted.filter((each) => each === side).length),
      );
      assert.equal(
        result.preference === undefined,
        wanted.every((each) => each === 'tie'),
      );
    }),
    { numRuns: 50 },
  );
});

test('the newest word of a rater counts, and raters of one question are not independent', async () => {
  const plan = await planned();
  const [first] = plan.pairs;
  const rating = (rater: string, verdict: TrialRating['verdict']): TrialRating => ({
    plan: 'p',
    caseId: first?.caseId ?? '',
    rater,
    verdict,
    comment: '',
  });
  assert.equal(trialResult(plan, [rating('Ada', 'tie'), rating('Ada', 'first')]).ties, 1);
  const both = trialResult(plan, [rating('Ada', 'first'), rating('Bob', 'first')]);
  assert.deepEqual([both.ratings, both.preference?.n, both.raters], [2, 1, ['Ada', 'Bob']]);
});
