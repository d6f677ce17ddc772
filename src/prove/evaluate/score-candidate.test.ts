import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFaults } from '#kernel';
import { partCases } from './case-version.ts';
import { developmentCases, scoreCandidate } from './score-candidate.ts';
import { createProveDeps, makeCandidate, makeCase, scriptedApplication, type Script } from './testing.ts';

const { fault } = createFaults({
  MODELS_DOWN: { what: 'Down.', why: 'It is.', remedy: 'Wait.', status: 503, retryable: true },
});

const cases = [
  makeCase({ id: 'a', facts: [['yes']], gold: [{ source: 's', page: 'p' }] }),
  makeCase({ id: 'b', facts: [['yes']] }),
  makeCase({ id: 'c', answerable: false, kind: 'unanswerable' }),
  makeCase({ id: 'd', facts: [['yes']], gold: [{ source: 's', page: 'p' }] }),
  makeCase({ id: 'hidden', split: 'sealed', facts: [['yes']] }),
];
const questions = developmentCases(partCases(cases).development);
const script: Script = (question) => {
  if (question.includes(' b?')) return fault('MODELS_DOWN');
  if (question.includes(' d?')) return { text: 'no' };
  return { text: 'yes', costNano: 2_000_000 };
};

const score = (deps: ReturnType<typeof createProveDeps>, application: ReturnType<typeof scriptedApplication>) =>
  scoreCandidate(deps, {
    application,
    questions,
    stage: 'evaluate',
    signal: new AbortController().signal,
    concurrency: 2,
  });

test('answers are scored, faults are results, and every failure lies in one group', async () => {
  const deps = createProveDeps();
  const card = await score(deps, scriptedApplication(makeCandidate('x'), script));
  assert.deepEqual(
    card.results.map(({ caseId, failure, fault: code }) => [caseId, failure, code]),
    [
      ['a', 'citation-wrong', undefined],
      ['b', 'no-answer', 'MODELS_DOWN'],
      ['c', 'wrongly-answered', undefined],
      ['d', 'retrieval-miss', undefined],
    ],
  );
  assert.equal(card.failures.flatMap(({ caseIds }) => caseIds).length, 4);
  assert.equal(card.metrics['answer-accuracy']?.value, 0.25);
  assert.equal(card.metrics['answer-accuracy']?.n, 3, 'two questions about one page are one unit');
  assert.equal(card.metrics['fact-coverage']?.value, 0.5, 'the question without an answer is in no mean');
  assert.equal(card.unscored?.['fact-coverage'], 1);
  assert.equal(card.metrics['guardrail-pass-rate'], undefined);
  assert.ok(Math.abs((card.metrics['cost-per-answer']?.value ?? 0) - 0.004 / 3) < 1e-12);
  assert.ok(Object.values(card.metrics).every(({ value, low, high }) => low <= value && value <= high));
});

test('a run that is killed pays for no answer twice, asks faults again, and gives the same record', async () => {
  const deps = createProveDeps();
  const first = scriptedApplication(makeCandidate('x'), script);
  const before = await score(deps, first);
  assert.equal(first.asked.length, 4);
  const again = scriptedApplication(makeCandidate('x'), script);
  const after = await score(createProveDeps(deps.stored), again);
  assert.deepEqual(again.asked, ['Question b?']);
  assert.deepEqual({ ...after, results: [] }, { ...before, results: [] });
});

test('another candidate is asked anew', async () => {
  const deps = createProveDeps();
  await score(deps, scriptedApplication(makeCandidate('x'), script));
  const moved = scriptedApplication({ ...makeCandidate('x'), id: 'another' }, script);
  await score(deps, moved);
  assert.equal(moved.asked.length, 4);
});

test('a sealed case is never asked, even when it strays into the development set', async () => {
  const application = scriptedApplication(makeCandidate('x'), script);
  const strayed = developmentCases({ ...partCases(cases).development, cases });
  await scoreCandidate(createProveDeps(), {
    application,
    questions: strayed,
    stage: 'evaluate',
    signal: new AbortController().signal,
  });
  assert.ok(!application.asked.some((question) => question.includes('hidden')));
});

test('progress counts up to the total, and an abort stops', async () => {
  const deps = createProveDeps();
  await score(deps, scriptedApplication(makeCandidate('x'), script));
  assert.deepEqual(deps.progressLines.at(-1), 'x answers 4/4');
  const application = scriptedApplication(makeCandidate('y'), script);
  const aborted = scoreCandidate(deps, { application, questions, stage: 'evaluate', signal: AbortSignal.abort() });
  await assert.rejects(aborted, { name: 'AbortError' });
  assert.equal(application.asked.length, 0);
});
