import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFaults, err } from '#kernel';
import { developmentCases } from '#prove/evaluate';
import { createProveDeps, makeCandidate, makeCase, makeRecord, scriptedCompile } from '#prove/evaluate/testing';
import { experimentsConfigSchema } from './contract.ts';
import { runContest } from './run-contest.ts';

const { fault } = createFaults({
  MODELS_MISSING: { what: 'No model.', why: 'None.', remedy: 'Pull one.', status: 503, retryable: false },
});
const cases = Array.from({ length: 40 }, (_, index) => makeCase({ id: `c${index}`, facts: [['right']] }));
const questions = developmentCases({
  version: 'v',
  cases,
  counts: { dev: 40, sealed: 0, reviewed: 40, byKind: {} },
}).cases;
const baseline = makeRecord('strategy/candidate', makeCandidate('base'));

/** Milliseconds an answer takes, and whether it is right, by candidate name. */
const contestants = {
  base: [10, true],
  good: [20, true],
  bad: [20, false],
  slow: [5000, true],
  'very-slow': [90_000, true],
  broken: [10, true],
} as const;

const play = async (names: readonly (keyof typeof contestants)[], config = {}) => {
  const deps = createProveDeps();
  const compiled = scriptedCompile((_question, { strategy: { name } }) => {
    const [ms, right] = contestants[name as keyof typeof contestants];
    deps.pass(ms);
    return name === 'broken' ? fault('MODELS_MISSING') : { text: right ? 'right' : 'wrong' };
  });
  const records = names.map((name) => makeRecord('strategy/candidate', makeCandidate(name)));
  const contest = {
    deps: { ...deps, ...compiled },
    config: experimentsConfigSchema.parse(config),
    cases: questions,
    signal: new AbortController().signal,
  };
  const { baseline: first, others } = await runContest(contest, baseline, records);
  const byName = Object.fromEntries(others.map((other) => [other.record.body.strategy.name, other]));
  return { first, byName, deps };
};

test('all see the screening questions; the clearly worse stop there, the others go on', async () => {
  const { first, byName, deps } = await play(['good', 'bad']);
  assert.equal(first.results.length, 40);
  assert.equal(byName['good']?.results.length, 40);
  assert.equal(byName['good']?.stopped, undefined);
  assert.equal(byName['bad']?.results.length, 16);
  assert.match(
    byName['bad']?.stopped ?? '',
    /clearly worse on the 16 screening questions: answer-accuracy -100\.0 points/,
  );
  assert.deepEqual(
    byName['bad']?.results.map(({ caseId }) => caseId),
    first.results.slice(0, 16).map(({ caseId }) => caseId),
  );
  assert.ok(deps.progressLines.includes('good answers 40/40'));
});

test('what is too slow, would not finish, or answers nothing stops with its reason', async () => {
  const { byName } = await play(['slow', 'very-slow', 'broken'], { budgetSeconds: 600 });
  assert.match(byName['very-slow']?.stopped ?? '', /longer than 90000 ms; at most 60000 ms/);
  assert.match(byName['broken']?.stopped ?? '', /first 3 questions all ended in MODELS_MISSING/);
  assert.equal(byName['slow']?.stopped, undefined);
  const tight = await play(['slow', 'good'], { budgetSeconds: 100 });
  assert.match(
    tight.byName['slow']?.stopped ?? '',
    /its other 24 questions would take about 120 s, and its share .* is \d+ s/,
  );
  assert.equal(tight.byName['good']?.stopped, undefined);
  const tiny = await play(['slow', 'good'], { budgetSeconds: 30 });
  assert.match(tiny.byName['slow']?.stopped ?? '', /used up after 6 questions/);
});

test('a candidate that cannot be compiled is out, with the fault', async () => {
  const deps = createProveDeps();
  const compiled = scriptedCompile(() => ({ text: 'right' }));
  const contest = {
    deps: {
      ...deps,
      compile: async (candidate: Parameters<typeof compiled.compile>[0]) =>
        candidate.strategy.name === 'base' ? compiled.compile(candidate) : err(fault('MODELS_MISSING')),
    },
    config: experimentsConfigSchema.parse({}),
    cases: questions,
    signal: new AbortController().signal,
  };
  const { others } = await runContest(contest, baseline, [makeRecord('strategy/candidate', makeCandidate('good'))]);
  assert.match(others[0]?.stopped ?? '', /could not be compiled: MODELS_MISSING/);
});
