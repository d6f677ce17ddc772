import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StageState } from '#program/contract';
import { flowsOf } from './flows.ts';

const stage = (name: string, reads: readonly string[]): StageState => ({
  name,
  phase: 'plan',
  question: '',
  reads: [...reads],
  writes: [],
  status: 'fresh',
  reason: '',
  headline: '',
});

test('stages are joined by the records that one writes and another reads', () => {
  const flows = flowsOf([
    stage('charter', []),
    stage('evaluate', ['charter/charter', 'learn/accepted', 'gone/thing']),
    stage('learn', ['evaluate/scorecard', 'evaluate/case-set']),
  ]);
  assert.deepEqual(flows, [
    { from: 'charter', to: 'evaluate', types: ['charter/charter'], back: false },
    { from: 'learn', to: 'evaluate', types: ['learn/accepted'], back: true },
    { from: 'evaluate', to: 'learn', types: ['evaluate/scorecard', 'evaluate/case-set'], back: false },
  ]);
});
