import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, RecordsDep, StageName, StageRun } from '#kernel';
import { headlineOf } from './headline.ts';
import { stageHeadline } from './stage-headline.ts';

type Stored = readonly (readonly [type: string, body: Json])[];

/** What `status` says of a stage with these records; counts what was read. */
const say = async (stage: StageName, stored: Stored) => {
  const read: string[] = [];
  const get: RecordsDep['records']['get'] = async (hash) => {
    read.push(hash);
    const [type, body] = stored[Number(hash)] ?? ['', {}];
    return { type, body, hash, stage, createdAt: '', runId: undefined, inputs: [] };
  };
  const run: StageRun = {
    runId: 'r',
    stage,
    status: 'done',
    fingerprint: '',
    reason: '',
    fault: undefined,
    startedAt: '',
    endedAt: '',
    recordHashes: stored.map((_, index) => String(index)),
  };
  const text = await stageHeadline({ records: { get } }, run);
  return { text, read: read.length };
};

const estimate = { value: 0.75, low: 0.618, high: 0.848 };

test('a stage with many records says how many, and names them where that helps', async () => {
  const prompt = (name: string, source: string) => ['prompts/prompt', { name, source }] as const;
  const prompts = [prompt('agent', 'built-in'), prompt('answer', 'project')];
  assert.equal((await say('prompts', prompts)).text, '2 prompts, 1 of the project');
  assert.equal((await say('prompts', prompts.slice(0, 1))).text, '1 prompt');
  const tools = ['search_manual', 'package_version'].map((name) => ['tools/tool', { name }] as const);
  assert.equal((await say('tools', tools)).text, 'search_manual, package_version');
  const candidates = ['extractive', 'agent'].map((name) => ['strategy/candidate', { strategy: { name } }] as const);
  assert.equal((await say('strategy', candidates)).text, '2 candidates: extractive and agent');
});

test('the record that decides is shown, and only that is read', async () => {
  const rows = [
    { candidateId: 'a', name: 'extractive', quality: estimate },
    { candidateId: 'b', name: 'agent', quality: estimate },
  ];
  const comparison = { champion: 'a', quality: 'answer-accuracy', rows };
  assert.deepEqual(
    await say('experiments', [
      ['experiments/scorecard', {}],
      ['experiments/comparison', comparison],
    ]),
    {
      text: 'best of 2: extractive, answer accuracy 75 % (62 to 85)',
      read: 1,
    },
  );
  const gates = [{ verdict: 'pass' }, { verdict: 'pass' }, { verdict: 'fail' }, { verdict: 'unknown' }];
  const report = { candidateName: 'extractive', gates, ready: true, failedGates: [] };
  const readiness = (body: Json) =>
    say('readiness', [
      ['readiness/scorecard', {}],
      ['readiness/report', body],
    ]);
  assert.equal((await readiness(report)).text, 'extractive is ready: 2 of 4 gates passed, 1 unknown');
  const failed = { ...report, ready: false, failedGates: ['kpi-refusal'] };
  assert.equal((await readiness(failed)).text, 'blocked by kpi-refusal; 2 of 4 gates passed, 1 unknown');
});

test('a stage that never ran says nothing, and an unknown or odd record its type', async () => {
  const records = { get: async () => undefined };
  assert.equal(await stageHeadline({ records }, undefined), '');
  assert.equal(headlineOf('readiness/checks', {}), 'checks');
  assert.equal(headlineOf('prompts/prompt', null), 'prompt');
});
