import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeAnswer, makeCandidate } from '#prove/evaluate/testing';
import type { CaseResult } from '#prove/evaluate/contract';
import { planSearch } from './plan-search.ts';
import { proposeExamples } from './propose-examples.ts';
import { proposeParameters } from './propose-parameters.ts';

const citation = {
  source: 's',
  heading: '',
  quote: 'The limit is 1 MiB.',
  documentId: 's/p',
  chunkId: 'c',
  start: 0,
  end: 1,
};
const result = (caseId: string, given: Partial<CaseResult> = {}): CaseResult => ({
  caseId,
  kind: 'single-fact',
  question: `${caseId}?`,
  answer: makeAnswer({ citations: [citation] }),
  scores: { 'answer-accuracy': 1 },
  traceId: 't',
  ...given,
});
const parent = makeCandidate('rag', { kind: 'generative' });

test('examples come only from right answers that quote a source', () => {
  const results = [
    result('right'),
    result('wrong', { scores: { 'answer-accuracy': 0 }, failure: 'fact-missing' }),
    result('attack', { kind: 'adversarial' }),
    result('refused', { answer: makeAnswer({ refused: true }) }),
    result('no-source', { answer: makeAnswer() }),
    result('fault', { answer: undefined, fault: 'X' }),
  ];
  const proposals = proposeExamples(parent, results, { proposals: 4, examples: 2, seed: 1 });
  assert.deepEqual(
    proposals.map(({ what }) => what),
    ['examples right'],
  );
  assert.deepEqual(proposals[0]?.candidate.strategy.examples, [
    { question: 'right?', passage: citation.quote, answer: 'An answer.' },
  ]);
  assert.equal(proposals[0]?.candidate.origin, 'optimiser');
  assert.deepEqual([...(proposals[0]?.madeFrom ?? [])], ['right']);
  assert.deepEqual(proposeExamples(parent, [], { proposals: 4, examples: 2, seed: 1 }), []);
});

test('sets are drawn by the seed, differ from each other, and have ids of their own', () => {
  const results = Array.from({ length: 8 }, (_, index) => result(`c${index}`));
  const draw = (seed: number) => proposeExamples(parent, results, { proposals: 5, examples: 2, seed });
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
  assert.equal(new Set(draw(1).map(({ candidate }) => candidate.id)).size, 5);
});

test('settings change one or two dials, never to what they were', () => {
  const proposals = proposeParameters(makeCandidate('extractive'), { proposals: 20, seed: 3 });
  assert.equal(proposals.length, 20);
  assert.equal(new Set(proposals.map(({ candidate }) => candidate.id)).size, 20);
  assert.ok(proposals.every(({ what }) => what.split(', ').length <= 2 && !what.includes('sentences 4')));
  assert.ok(proposals.every(({ candidate: { strategy } }) => strategy.extractive.sentences <= 6));
  const bm25 = proposeParameters(makeCandidate('b', { retrieval: { mode: 'bm25' } }), { proposals: 20, seed: 3 });
  assert.ok(!bm25.some(({ what }) => what.includes('denseWeight')));
});

test('a search that could show nothing is refused, with what would be needed', () => {
  const plan = {
    method: 'search',
    subject: 'x',
    proposals: 4,
    search: 32,
    validation: 32,
    seconds: 60,
    secondsPerAnswer: 0.03,
  };
  assert.deepEqual(planSearch(plan), { ok: true, value: { proposals: 4, search: 32, validation: 32 } });
  const few = planSearch({ ...plan, search: 5, validation: 5 });
  assert.ok(!few.ok && few.error.code === 'OPTIMISE_BUDGET_TOO_SMALL');
  assert.match(few.error.why, /5 validation questions could not show even a gain of 50 points .*; 14 are needed/);
  const slow = planSearch({ ...plan, secondsPerAnswer: 10 });
  assert.ok(!slow.ok && slow.error.what.includes('60 s are enough for 6 answers of 10 s'));
  const middling = planSearch({ ...plan, secondsPerAnswer: 2 });
  assert.deepEqual(middling, { ok: true, value: { proposals: 3, search: 5, validation: 15 } });
});
