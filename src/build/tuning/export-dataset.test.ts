import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCases } from './check-cases.ts';
import type { TuningCase } from './contract.ts';
import { exportTuningDataset } from './export-dataset.ts';

const good: TuningCase = { id: 'a', system: 'Be brief.', question: 'Which code?', answer: '302.' };
const problemsOf = (...cases: readonly TuningCase[]) =>
  checkCases(cases, { maximumTokens: 100, evaluationQuestions: ['What is sealed?'] }).map(
    ({ caseId, problem }) => `${caseId} ${problem}`,
  );

test('good cases become one conversation a line', () => {
  const exported = exportTuningDataset([good, { ...good, id: 'b', system: '', question: 'Other?' }], {
    maximumTokens: 100,
  });
  assert.ok(exported.ok);
  const lines = exported.value
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(lines[0], {
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Which code?' },
      { role: 'assistant', content: '302.' },
    ],
  });
  assert.equal(lines[1].messages.length, 2);
});

test('the gate finds every problem', () => {
  assert.deepEqual(problemsOf(good, { ...good, id: 'b', question: 'which CODE' }), ['b duplicate']);
  assert.deepEqual(problemsOf(good, { ...good, id: 'b', answer: '404.' }), ['b contradiction']);
  assert.deepEqual(problemsOf({ ...good, answer: ' ' }), ['a empty']);
  assert.deepEqual(problemsOf({ ...good, answer: 'x'.repeat(1000) }), ['a too-long']);
  assert.deepEqual(problemsOf({ ...good, answer: 'Mail ann@acme.io' }), ['a personal-data']);
  assert.deepEqual(problemsOf({ ...good, question: 'what is SEALED' }), ['a evaluation-leak']);
});

test('one problem stops the whole export and is named', () => {
  const exported = exportTuningDataset([good, { ...good, id: 'b' }], { maximumTokens: 100 });
  assert.ok(!exported.ok);
  assert.match(exported.error.what, /1 of 2 .* b: duplicate/);
});
