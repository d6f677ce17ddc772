import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectSchema } from '../project.ts';
import { describeIssues } from './describe-issues.ts';

const minimal = {
  name: 'desk',
  charter: {
    problem: 'p',
    users: ['u'],
    stakeholders: [{ name: 'Lead', role: 'sponsor' }],
    budget: { usdPerMonth: 0, usdPerAnswer: 0 },
    kpis: [{ id: 'a', name: 'A', metric: 'answer-accuracy', target: 0.5 }],
  },
  data: { sources: [{ id: 'docs', path: 'docs' }] },
};

const problemsOf = (given: unknown): string => {
  const parsed = projectSchema.safeParse(given);
  return parsed.success ? '' : describeIssues(parsed.error.issues, given);
};

test('a minimal project is valid', () => assert.equal(problemsOf(minimal), ''));

test('the key, the value and the expectation are named', () => {
  const told = problemsOf({ ...minimal, knowledge: { chunkWords: 'many' } });
  assert.match(told, /knowledge\.chunkWords is "many"; expected number/);
});

test('a misspelt key is named', () => {
  assert.match(problemsOf({ ...minimal, knowlege: {} }), /unknown key "knowlege"/);
});

test('a missing part is said to be missing', () => {
  assert.match(problemsOf({ ...minimal, data: undefined }), /data is missing/);
});

test('at most five problems are told, and how many more', () => {
  const kpis = Array.from({ length: 8 }, () => ({ id: 'UPPER', name: 'A', metric: 'm', target: 1 }));
  assert.match(problemsOf({ ...minimal, charter: { ...minimal.charter, kpis } }), /and 3 more$/);
});
