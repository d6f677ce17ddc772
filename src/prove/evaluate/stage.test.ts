import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordDraft } from '#kernel';
import { caseSetSchema, evaluateConfigSchema, scorecardSchema, sealedSetSchema } from './contract.ts';
import { evaluateDev } from './evaluate-dev.ts';
import { renderScorecard } from './render-scorecard.ts';
import { evaluateStage } from './stage.ts';
import { createProveDeps, makeCandidate, makeRecord, makeStageInput, memoryFiles, scriptedCompile } from './testing.ts';

const text = `name: set
cases:
  - {id: a, question: 'A?', kind: single-fact, split: dev, answerable: true, facts: [[right]]}
  - {id: b, question: 'B?', kind: unanswerable, split: dev, answerable: false}
  - {id: c, question: 'C?', kind: single-fact, split: sealed, answerable: true, facts: [[right]]}
`;
const files = memoryFiles({ 'evaluation/questions.yaml': text });
const compile = scriptedCompile(() => ({ text: 'right' }));
const deps = () => ({ ...createProveDeps(), ...files, ...compile });
const records = [
  makeRecord('strategy/candidate', makeCandidate('extractive')),
  makeRecord('data/dataset', { version: 'v', documents: [], sources: [] }),
];
const config = evaluateConfigSchema.parse({});

const run = async (input = makeStageInput(config, records)) => evaluateStage.run(deps(), input);

test('the stage writes the sets and the baseline scorecard, with its inputs', async () => {
  const ran = await run();
  assert.ok(ran.ok);
  const [caseSet, sealedSet, scorecard] = ran.value;
  assert.deepEqual(
    ran.value.map(({ type }) => type),
    evaluateStage.writes,
  );
  assert.deepEqual(
    caseSetSchema.parse(caseSet?.body).cases.map(({ id }) => id),
    ['a', 'b'],
  );
  assert.deepEqual(
    sealedSetSchema.parse(sealedSet?.body).cases.map(({ id }) => id),
    ['c'],
  );
  assert.equal(scorecardSchema.parse(scorecard?.body).metrics['answer-accuracy']?.value, 0.5);
  assert.equal(scorecard?.inputs.length, 2);
  assert.deepEqual(compile.askedByName.get('extractive')?.toSorted(), ['A?', 'B?']);
});

test('a baseline that is not there is named with what is', async () => {
  const ran = await run(makeStageInput({ ...config, baseline: 'other' }, records));
  assert.ok(!ran.ok && ran.error.code === 'EVALUATE_CANDIDATE_MISSING' && ran.error.why.includes('extractive'));
});

test('the watched values change with the case file', async () => {
  const watched = await evaluateStage.watch?.(deps(), { config, projectRoot: '/' });
  const changed = await evaluateStage.watch?.({ ...deps(), ...memoryFiles({}) }, { config, projectRoot: '/' });
  assert.notDeepEqual(watched, changed);
});

test('evaluateDev checks the charter and renders a table', async () => {
  const ran = await run();
  assert.ok(ran.ok);
  const charter = {
    kpis: [{ id: 'k', name: 'K', metric: 'answer-accuracy', target: 0.6, level: 'blocking', because: '' }],
  };
  const stored = [
    ...records,
    ...ran.value.map((draft: RecordDraft) => makeRecord(draft.type, draft.body)),
    makeRecord('charter/charter', charter),
  ];
  const list = async ({ type }: { readonly type?: string }) => stored.filter((record) => record.type === type);
  const lineage = async () => [];
  const recordsDep = { records: { list, lineage, get: async () => undefined, decide: async () => assert.fail() } };
  const evaluated = await evaluateDev(
    { ...deps(), ...recordsDep },
    { candidate: 'extractive', signal: new AbortController().signal },
  );
  assert.ok(evaluated.ok);
  assert.equal(evaluated.value.passed, false);
  const shown = renderScorecard(evaluated.value.scorecard, evaluated.value.kpis);
  assert.match(shown, /Answer accuracy +50\.0 % +\d.* to .*>= 60\.0 % +MISSED/);
  assert.match(shown, /wrongly-answered: 1 of 2 \(b\)/);
  const missing = await evaluateDev(
    { ...deps(), ...recordsDep },
    { candidate: 'no', signal: new AbortController().signal },
  );
  assert.equal(missing.ok ? '' : missing.error.code, 'EVALUATE_CANDIDATE_MISSING');
});
