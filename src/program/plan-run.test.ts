import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planRun } from './plan-run.ts';

const stages = [
  { name: 'charter', reads: [] },
  { name: 'assess', reads: ['charter/charter'] },
  { name: 'data', reads: [] },
  { name: 'knowledge', reads: ['data/dataset'] },
  { name: 'evaluate', reads: ['knowledge/index', 'assess/assessment'] },
] as const;

test('none asked means all', () => assert.equal(planRun(stages, []).length, 5));

test('an asked stage brings what it reads from, transitively and in order', () => {
  assert.deepEqual(
    planRun(stages, ['evaluate']).map(({ name }) => name),
    ['charter', 'assess', 'data', 'knowledge', 'evaluate'],
  );
  assert.deepEqual(
    planRun(stages, ['knowledge']).map(({ name }) => name),
    ['data', 'knowledge'],
  );
});
