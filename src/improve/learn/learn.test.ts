import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FilesDep, Span } from '#kernel';
import { createTestDatabase, type TestDatabase } from '#platform/postgres/testing';
import { spanAttributes } from '#run/serve';
import { acceptProposal } from './accept-proposal.ts';
import { learnCommands } from './commands.ts';
import { learnConfigSchema, type Proposal } from './contract.ts';
import { draftCase } from './draft-case.ts';
import { proposeFromProduction } from './propose-from-production.ts';
import { learnStage } from './stage.ts';
import { trialLosses } from './trial-losses.ts';
import { viewLearn } from './view-learn.ts';

const config = learnConfigSchema.parse({});

const noFiles: FilesDep['files'] = {
  read: async () => undefined,
  readText: async () => undefined,
  write: async () => {},
  glob: async () => [],
  exists: async () => false,
  size: async () => undefined,
  resolve: (path) => path,
};

const answered = (index: number, attributes: Span['attributes'], question = `Question ${index}?`): Span => ({
  traceId: index.toString(16).padStart(32, '0'),
  spanId: index.toString(16).padStart(16, '0'),
  parentSpanId: undefined,
  name: 'answer basic',
  operation: 'answer',
  startedAt: 1000 + index,
  durationMs: 10,
  status: attributes[spanAttributes.failed] === true ? 'error' : 'ok',
  attributes: { [spanAttributes.question]: question, [spanAttributes.answer]: `Answer ${index}.`, ...attributes },
});

const produce = async (stores: TestDatabase): Promise<void> => {
  await stores.spans.insert([
    answered(1, {}),
    answered(2, { [spanAttributes.refused]: true }),
    answered(3, { [spanAttributes.failed]: true, [spanAttributes.errorType]: 'MODELS_GONE' }),
    answered(4, { [spanAttributes.refused]: true, [spanAttributes.simulated]: true }),
    answered(5, { [spanAttributes.refused]: true }, 'Known  QUESTION?'),
    answered(6, { [spanAttributes.refused]: true }, 'question 1?'),
    answered(7, { [spanAttributes.refused]: true, [spanAttributes.question]: '' }),
  ]);
  await stores.feedback.add({
    traceId: answered(1, {}).traceId,
    name: 'thumb',
    value: 0,
    source: 'user',
    comment: 'outdated',
  });
};

test('a proposal holds each bad question once, the weightiest reason first, and says what it left out', async () => {
  const stores = await createTestDatabase();
  await produce(stores);
  const { items, says, reevaluate } = await proposeFromProduction(stores, {
    config,
    others: [],
    known: ['known question?'],
    reevaluate: ['old stops'],
  });
  assert.deepEqual(reevaluate, ['old stops']);
  assert.deepEqual(
    items.map(({ question, reason, comment }) => [question, reason, comment]),
    [
      ['Question 1?', 'thumb-down', 'outdated'],
      ['Question 3?', 'failed', 'MODELS_GONE'],
      ['Question 2?', 'refused', ''],
    ],
  );
  assert.match(says, /1 more have no captured text/);
  assert.equal(items[0]?.draft.reviewed, false);
});

test('what is watched changes with a new thumb, failure or refusal, and not with a good answer', async () => {
  const stores = await createTestDatabase();
  await produce(stores);
  const watch = () => learnStage.watch?.({ ...stores, files: noFiles }, { config, projectRoot: '/' });
  const before = await watch();
  await stores.spans.insert([answered(20, {})]);
  assert.deepEqual(await watch(), before);
  await stores.spans.insert([answered(21, { [spanAttributes.refused]: true })]);
  assert.notDeepEqual(await watch(), before);
});

test('accepted cases are complete, new, in the development split and reviewed by a name', async () => {
  const stores = await createTestDatabase();
  const body: Proposal = { items: [], reevaluate: [], says: '' };
  const proposal = (
    await stores.records.decide(
      { type: 'learn/proposal', body, inputs: [] },
      { stage: 'learn', actor: 'a', reason: 'test' },
    )
  ).hash;
  const draft = draftCase({ question: 'Why?', reason: 'refused' });
  const order = { proposal, actor: 'Ada', reason: 'checked' };
  const incomplete = await acceptProposal(stores, { ...order, cases: [draft] });
  assert.equal(!incomplete.ok && incomplete.error.code, 'LEARN_CASE_INCOMPLETE');
  const complete = { ...draft, facts: [['because']], split: 'sealed' as const };
  assert.ok((await acceptProposal(stores, { ...order, cases: [complete] })).ok);
  const [accepted] = (await viewLearn(stores)).accepted;
  assert.deepEqual([accepted?.actor, accepted?.cases[0]?.split, accepted?.cases[0]?.reviewed], ['Ada', 'dev', true]);
  const again = await acceptProposal(stores, { ...order, cases: [complete] });
  assert.equal(!again.ok && again.error.code, 'LEARN_CASE_TAKEN');
  const unknown = await acceptProposal(stores, { ...order, proposal: 'f'.repeat(64), cases: [complete] });
  assert.equal(!unknown.ok && unknown.error.code, 'LEARN_PROPOSAL_UNKNOWN');
});

test('the loser of a blind comparison is found behind the drawn order', () => {
  const answer = (text: string) => ({
    text,
    refused: false,
    citations: [],
    retrieved: [],
    guardrails: [],
    usage: { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 },
    costNano: 0,
    durationMs: 0,
    modelCalls: 0,
  });
  const plan = {
    left: { id: 'l', name: 'left' },
    right: { id: 'r', name: 'right' },
    pairs: [
      {
        caseId: 'c',
        question: 'Q?',
        firstIs: 'right' as const,
        left: answer('from left'),
        right: answer('from right'),
      },
    ],
  };
  const record = <Body>(body: Body) => ({
    hash: 'plan',
    type: 't',
    stage: 'trials' as const,
    inputs: [],
    createdAt: '',
    runId: undefined,
    body,
  });
  const losses = trialLosses({
    plans: [record(plan)],
    ratings: [record({ plan: 'plan', caseId: 'c', rater: 'Bo', verdict: 'first' as const, comment: 'clearer' })],
  });
  assert.deepEqual(
    losses.map(({ answer: text, reason }) => [text, reason]),
    [['from left', 'trial-loss']],
  );
  assert.match(losses[0]?.comment ?? '', /Bo preferred .* left\. clearer/);
});

test('the command reads cases from a file and names what is wrong with it', async () => {
  const stores = await createTestDatabase();
  const body: Proposal = { items: [], reevaluate: [], says: 'Nothing.' };
  await stores.records.decide(
    { type: 'learn/proposal', body, inputs: [] },
    { stage: 'learn', actor: 'a', reason: 'test' },
  );
  const texts: Readonly<Record<string, string>> = {
    'good.yaml':
      'name: reviewed\ncases:\n- {id: x, question: Why?, kind: how-to, split: dev, answerable: true, facts: [[because]]}\n',
    'bad.yaml': 'name: reviewed\ncases:\n- {id: X!}\n',
  };
  const files = { ...noFiles, readText: async (path: string) => texts[path] };
  const accept = learnCommands.find(({ name }) => name === 'learn accept');
  const run = (cases: string) =>
    accept?.run({ ...stores, files }, { positional: [], options: { cases, by: 'Ada', reason: 'checked' } });
  const [good, bad, missing] = [await run('good.yaml'), await run('bad.yaml'), await run('none.yaml')];
  assert.equal(good?.ok, true);
  assert.ok(bad?.ok === false && bad.error.code === 'EVALUATE_CASE_INVALID');
  assert.ok(missing?.ok === false && missing.error.code === 'LEARN_CASES_MISSING');
});
