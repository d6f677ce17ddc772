import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StageInput, StoredRecord } from '#kernel';
import type { Candidate, StrategyConfig } from './contract.ts';
import { candidateSchema, strategyConfigSchema } from './contract.ts';
import { strategyStage } from './stage.ts';
import { testIndexRecord } from './testing.ts';

const record = (type: string, body: unknown, hash = type): StoredRecord => ({
  type,
  body,
  hash,
  stage: 'strategy',
  createdAt: '',
  runId: undefined,
  inputs: [],
});

const prompt = (name: string) =>
  record(
    'prompts/prompt',
    { name, version: `${name}-1`, template: '', variables: {}, source: 'built-in' },
    `prompt-${name}`,
  );
const tool = (name: string, timeoutMs = 1) =>
  record('tools/tool', { name, description: '', parameters: {}, result: {}, timeoutMs }, `tool-${name}-${timeoutMs}`);
const chat = (available: boolean) => ({ id: 'small', digest: 'd1', available, reasons: [] });
const selection = (models: readonly unknown[]) =>
  record('models/selection', {
    chat: models,
    embedding: { id: 'e', digest: 'e', dimensions: 1 },
    ruledOut: [],
    notices: [],
  });

const records = (models: readonly unknown[]): readonly StoredRecord[] => [
  testIndexRecord,
  selection(models),
  record('guardrails/policy', { input: [], output: [] }),
  record('data/dataset', {}),
  ...['answer-with-sources', 'agent'].map(prompt),
  ...['search_manual', 'package_version'].map(tool),
];

const run = async (stored: readonly StoredRecord[], config: unknown = {}) => {
  const input: StageInput<StrategyConfig> = {
    config: strategyConfigSchema.parse(config),
    projectName: 'p',
    runId: 'r',
    signal: new AbortController().signal,
    // Records are looked up by type, and a type has one body.
    read: <Body>(type: string) => stored.filter((one) => one.type === type) as readonly StoredRecord<Body>[],
  };
  return strategyStage.run({}, input);
};

const candidatesOf = async (...given: Parameters<typeof run>): Promise<readonly Candidate[]> => {
  const done = await run(...given);
  assert.ok(done.ok, JSON.stringify(done));
  return done.value.map(({ body }) => candidateSchema.parse(body));
};

const names = (candidates: readonly Candidate[]) => candidates.map(({ strategy }) => strategy.name);

test('with a chat model every technique is a candidate; without one only those that quote', async () => {
  const all = ['extractive', 'extractive-bm25', 'basic-rag', 'advanced-rag', 'rag-self-consistency', 'agent'];
  assert.deepEqual(names(await candidatesOf(records([chat(true)]))), all);
  assert.deepEqual(names(await candidatesOf(records([chat(false)]))), all.slice(0, 2));
});

test('the id changes with the strategy and the model, and with nothing else', async () => {
  const ids = async (models: readonly unknown[]) => (await candidatesOf(records(models))).map(({ id }) => id);
  const first = await ids([chat(true)]);
  assert.deepEqual(await ids([chat(true)]), first);
  assert.equal(new Set(first).size, first.length);
  const other = await ids([{ ...chat(true), digest: 'd2' }]);
  assert.equal(other[0], first[0]);
  assert.notEqual(other[2], first[2]);
});

test('an agent holds on to its tools: another timeout is another agent, and nothing else', async () => {
  const without = records([chat(true)]).filter(({ type }) => type !== 'tools/tool');
  const before = await candidatesOf([...without, tool('search_manual')]);
  const after = await candidatesOf([...without, tool('search_manual', 2)]);
  assert.deepEqual(before.at(-1)?.toolRecords, { search_manual: 'tool-search_manual-1' });
  const changed = before.filter(({ id }, index) => id !== after[index]?.id);
  assert.deepEqual(names(changed), ['agent']);
});

test('a slow model is asked for less, and small changes of its speed make no other candidate', async () => {
  const ids = async (tokensPerSecond: number) =>
    (await candidatesOf(records([{ ...chat(true), tokensPerSecond }]))).map(({ id }) => id);
  assert.deepEqual(await ids(31), await ids(47));
  assert.notDeepEqual(await ids(31), await ids(400));
});

test("the project's own candidate replaces a built-in one, and others can be left out", async () => {
  const config = {
    candidates: [{ name: 'extractive', kind: 'extractive', refuseBelow: 0.9 }],
    without: ['extractive-bm25'],
  };
  const candidates = await candidatesOf(records([]), config);
  assert.deepEqual(
    candidates.map(({ origin, strategy }) => [origin, strategy.refuseBelow]),
    [['project', 0.9]],
  );
});

test('what cannot be resolved is a fault that says what to do', async () => {
  const code = async (...given: Parameters<typeof run>) => {
    const done = await run(...given);
    return done.ok ? 'ok' : done.error.code;
  };
  assert.equal(await code([]), 'STRATEGY_INPUT_MISSING');
  assert.equal(
    await code(records([]), { candidates: [{ name: 'x', kind: 'generative', model: { id: 'other' } }] }),
    'STRATEGY_MODEL_MISSING',
  );
  const odd = { name: 'x', kind: 'generative', model: { id: 'small' }, prompt: 'none' };
  assert.equal(await code(records([chat(true)]), { candidates: [odd] }), 'STRATEGY_PROMPT_MISSING');
  const eager = { name: 'x', kind: 'agent', model: { id: 'small' }, prompt: 'agent', agent: { tools: ['rm'] } };
  assert.equal(await code(records([chat(true)]), { candidates: [eager] }), 'STRATEGY_TOOL_MISSING');
  assert.equal(await code(records([]), { without: ['extractive', 'extractive-bm25'] }), 'STRATEGY_NO_CANDIDATE');
});
