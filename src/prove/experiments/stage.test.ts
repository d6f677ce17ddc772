import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '#kernel';
import {
  createProveDeps,
  makeCandidate,
  makeCase,
  makeRecord,
  makeStageInput,
  scriptedCompile,
} from '#prove/evaluate/testing';
import { comparisonSchema, experimentRunSchema, experimentsConfigSchema } from './contract.ts';
import { experimentsStage } from './stage.ts';

const cases = Array.from({ length: 30 }, (_, index) => makeCase({ id: `c${index}`, facts: [['right']] }));
const candidates = ['extractive', 'basic-rag', 'broken-rag'].map((name) => makeCandidate(name));
const [extractive] = candidates;
const assessment = {
  recommended: ['extractive'],
  estimate: {
    latencyMs: { low: 10, likely: 40, high: 150 },
    usdPerAnswer: { low: 0, likely: 0, high: 0 },
    method: 'm',
  },
};
const records = [
  ...candidates.map((candidate) => makeRecord('strategy/candidate', candidate)),
  makeRecord('evaluate/case-set', { version: 'v', cases, counts: { dev: 30, sealed: 0, reviewed: 30, byKind: {} } }),
  makeRecord('evaluate/scorecard', { candidateId: extractive?.id }),
  makeRecord('assess/assessment', assessment),
];

const run = async (given = records) => {
  const deps = createProveDeps();
  const blobs = new Map<string, string | Uint8Array>();
  const compiled = scriptedCompile((question, { strategy: { name } }) => {
    deps.pass(name === 'extractive' ? 20 : 40);
    const right = name === 'basic-rag' || /[02468]\?/.test(question);
    return { text: right && name !== 'broken-rag' ? 'right' : 'wrong', costNano: name === 'extractive' ? 0 : 1000 };
  });
  const ran = await experimentsStage.run(
    {
      ...deps,
      ...compiled,
      blobs: {
        put: async (content) => (blobs.set(sha256(content), content), sha256(content)),
        get: async () => undefined,
        delete: async () => undefined,
      },
      git: { state: async () => ({ commit: 'abc', dirty: true }) },
    },
    makeStageInput(experimentsConfigSchema.parse({}), given),
  );
  return { ran, blobs };
};

test('every candidate gets a run and a scorecard, and the comparison chooses with reasons', async () => {
  const { ran, blobs } = await run();
  assert.ok(ran.ok);
  assert.equal(ran.value.length, 7);
  const runs = ran.value
    .filter(({ type }) => type === 'experiments/run')
    .map(({ body }) => experimentRunSchema.parse(body));
  assert.deepEqual(runs[0]?.git, { commit: 'abc', dirty: true });
  assert.equal(runs[0]?.params['retrieval.mode'], 'hybrid');
  assert.ok(runs.every(({ artifacts }) => artifacts.length === 3 && artifacts.every(({ hash }) => blobs.has(hash))));
  const comparison = comparisonSchema.parse(ran.value.at(-1)?.body);
  const champion = comparison.rows.find(({ candidateId }) => candidateId === comparison.champion);
  assert.equal(champion?.name, 'basic-rag');
  assert.equal(champion?.differences[0]?.verdict, 'better');
  assert.equal(champion?.differences.find(({ metric }) => metric === 'answer-latency')?.verdict, 'worse');
  assert.match(comparison.rows.find(({ name }) => name === 'broken-rag')?.stopped ?? '', /clearly worse/);
  assert.deepEqual(
    comparison.estimateCheck.map(({ within }) => within),
    [false, true, true],
  );
});

test('a run without a baseline says what to do', async () => {
  const { ran } = await run(records.filter(({ type }) => type !== 'evaluate/scorecard'));
  assert.ok(!ran.ok && ran.error.code === 'EXPERIMENTS_BASELINE_MISSING');
});
