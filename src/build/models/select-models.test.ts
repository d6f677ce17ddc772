import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StageInput, StoredRecord } from '#kernel';
import { fakeJournal, fakeWeights } from './fake-deps.ts';
import { scriptedCard, scriptedEmbedding, scriptedModel, scriptedModels } from './testing.ts';
import { builtInCatalogue } from './catalogue.ts';
import { selectionSchema, type ModelCard, type ModelsConfig, modelsConfigSchema } from './contract.ts';
import { fault } from './errors.ts';
import { fitProbes, refusalText } from './fit-probes.ts';
import { passesProbe } from './measure-fit.ts';
import { selectModels } from './select-models.ts';
import { modelsStage } from './stage.ts';

const constraints = { residency: ['local'], licences: [], access: ['open', 'custom'] as ('open' | 'custom')[] };
const cardNamed = (id: string): ModelCard => ({ ...scriptedCard, id });
const perfect = scriptedModel(({ messages }) => {
  const probe = fitProbes.find(({ question }) => messages.at(-1)?.content.includes(question));
  return probe?.expected ?? refusalText;
}, cardNamed('perfect'));
const poor = scriptedModel(() => 'It listens on 3100, I think.', cardNamed('poor'));
const offline = scriptedModel(
  [{ fault: fault('MODELS_UNREACHABLE', { id: 'offline', message: 'no route' }) }],
  cardNamed('offline'),
);
const minilm = builtInCatalogue.find(({ id }) => id === 'minilm-l6');
const useLite = builtInCatalogue.find(({ id }) => id === 'use-lite');
assert.ok(minilm && useLite);
const remote: ModelCard = { ...scriptedCard, id: 'remote', residency: 'us', access: 'proprietary' };

const deps = (broken: readonly ('hf' | 'pypi')[] = []) => ({
  ...fakeWeights(broken),
  ...fakeJournal(),
  ...scriptedModels({
    chat: [perfect, poor, offline],
    embedding: [scriptedEmbedding(minilm), scriptedEmbedding(useLite)],
  }),
  progress: () => undefined,
  environment: { read: () => undefined },
});
const config = (chat: readonly string[]): ModelsConfig => ({
  ...modelsConfigSchema.parse({}),
  chat: [...chat],
  catalogue: [perfect.card, poor.card, offline.card, remote],
});
const { signal } = new AbortController();
const today = '2026-01-01';

test('candidates are ruled out by the charter, ranked by fit, and kept when they cannot be used', async () => {
  const selection = await selectModels(deps(), {
    config: config(['poor', 'offline', 'remote', 'perfect']),
    constraints,
    today,
    signal,
  });
  assert.ok(selection.ok);
  assert.deepEqual(
    selection.value.chat.map(({ id, available }) => [id, available]),
    [
      ['perfect', true],
      ['poor', true],
      ['offline', false],
    ],
  );
  assert.equal(selection.value.chat[0]?.fit?.value, 1);
  assert.ok((selection.value.chat[0]?.fit?.low ?? 0) > 0.6 && selection.value.chat[0]?.fit?.n === 10);
  assert.deepEqual(
    selection.value.ruledOut.map(({ id }) => id),
    ['remote'],
  );
  assert.equal(selection.value.embedding.id, 'minilm-l6');
  assert.match(selection.value.notices.join(), /no route/);
  assert.ok(selectionSchema.safeParse(selection.value).success);
});

test('without any source the bundled embedding and the extractive baseline are left, and it says so', async () => {
  const selection = await selectModels(deps(['hf', 'pypi']), {
    config: { ...config([]), catalogue: [] },
    constraints,
    today,
    signal,
  });
  assert.ok(selection.ok);
  assert.equal(selection.value.embedding.id, 'use-lite');
  assert.equal(selection.value.chat[0]?.available, false);
  assert.match(selection.value.notices.join(' '), /minilm-l6 could not be used.*extractive baseline/);
});

test('fit is measured once for each model', async () => {
  let calls = 0;
  const counted = scriptedModel(() => ((calls += 1), 'register'), cardNamed('perfect'));
  const shared = { ...deps(), ...scriptedModels({ chat: [counted], embedding: [scriptedEmbedding(minilm)] }) };
  for (const _ of [1, 2])
    assert.ok((await selectModels(shared, { config: config(['perfect']), constraints, today, signal })).ok);
  assert.equal(calls, fitProbes.length);
});

test('a charter that allows no embedding model is a fault', async () => {
  const selection = await selectModels(deps(), {
    config: config(['perfect']),
    constraints: { ...constraints, licences: ['MIT'] },
    today,
    signal,
  });
  assert.equal(selection.ok ? '' : selection.error.code, 'MODELS_NO_EMBEDDING');
});

test('a probe passes on the whole word or on the refusal', () => {
  const [port] = fitProbes;
  const unanswerable = fitProbes.find(({ expected }) => expected === undefined);
  assert.ok(port && unanswerable);
  assert.deepEqual(
    ['Port 3100.', 'Port 31000.', 'Not found; perhaps 3100'].map((text) => passesProbe(port, text)),
    [true, false, false],
  );
  assert.deepEqual(
    ['Not found.', 'Nobody.'].map((text) => passesProbe(unanswerable, text)),
    [true, false],
  );
});

test('the stage reads the charter, writes the selection, and watches weights and keys', async () => {
  const charter: StoredRecord = {
    type: 'charter/charter',
    body: {
      project: 'p',
      problem: 'Too slow.',
      users: ['us'],
      stakeholders: [{ name: 'A', role: 'owner' }],
      budget: { usdPerMonth: 0, usdPerAnswer: 0, answersPerMonth: 1 },
      risks: [],
      regulation: [],
      constraints,
      kpis: [{ id: 'k', name: 'K', metric: 'answer-accuracy', target: 0.5, level: 'blocking', because: '' }],
    },
    inputs: [],
    hash: 'c',
    stage: 'charter',
    createdAt: '',
    runId: undefined,
  };
  const input = { config: config(['perfect']), projectName: 'p', runId: 'r', signal };
  const records = {
    decide: async () => charter,
    get: async () => undefined,
    list: async () => [],
    lineage: async () => [],
  };
  const clock = { now: () => Date.parse(today), monotonic: () => 0 };
  const stageDeps = { ...deps(), records, clock };
  const without = await modelsStage.run(stageDeps, { ...input, read: () => [] });
  assert.equal(without.ok ? '' : without.error.code, 'MODELS_CHARTER_MISSING');
  const read: StageInput<ModelsConfig>['read'] = (type) =>
    type === charter.type ? JSON.parse(JSON.stringify([charter])) : [];
  const written = await modelsStage.run(stageDeps, { ...input, read });
  assert.ok(written.ok);
  assert.deepEqual(
    written.value.map(({ type, inputs }) => [type, ...inputs]),
    [['models/selection', 'c']],
  );
  const files = {
    read: async () => undefined,
    readText: async () => undefined,
    write: async () => undefined,
    glob: async () => [],
    exists: async () => false,
    size: async () => undefined,
    resolve: (path: string) => path,
  };
  const watched = await modelsStage.watch?.({ ...stageDeps, files }, { config: input.config, projectRoot: '/' });
  assert.deepEqual(watched, { keys: '', weights: 'as recorded' });
});
