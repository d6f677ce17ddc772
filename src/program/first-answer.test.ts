import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectSchema } from '../project.ts';
import { firstAnswerProject } from './first-answer.ts';

const project = projectSchema.parse({
  name: 'desk',
  charter: {
    problem: 'p',
    users: ['u'],
    stakeholders: [{ name: 'Lead', role: 'sponsor' }],
    budget: { usdPerMonth: 0, usdPerAnswer: 0 },
    kpis: [{ id: 'a', name: 'A', metric: 'answer-accuracy', target: 0.5 }],
  },
  data: { sources: [{ id: 'docs', path: 'docs' }] },
});

test('the first pass is a valid project of its own, with word search as its only candidate', () => {
  const first = projectSchema.parse(firstAnswerProject(project));
  assert.equal(first.models.generative, false);
  assert.ok(!first.strategy.without.includes('extractive-bm25'));
  assert.ok(first.strategy.without.includes('extractive') && first.strategy.without.includes('agent'));
  assert.deepEqual(first.charter, project.charter);
});
