import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Strategy } from '#build/strategy/contract';
import {
  createProveDeps,
  makeCandidate,
  makeCase,
  makeRecord,
  makeStageInput,
  scriptedCompile,
  type Script,
} from '#prove/evaluate/testing';
import { optimisationSchema, optimiseConfigSchema } from './contract.ts';
import { splitQuestions } from './optimise-candidate.ts';
import { optimiseStage } from './stage.ts';

const cases = Array.from({ length: 60 }, (_, index) =>
  makeCase(
    index % 3 === 0
      ? { id: `u${index}`, kind: 'unanswerable', answerable: false }
      : { id: `c${index}`, facts: [['right']] },
  ),
);
const extractive = makeCandidate('extractive');
const rag = makeCandidate('basic-rag', { kind: 'generative' });
const estimate = { value: 0.5, low: 0.4, high: 0.6, level: 0.95, n: 60, method: 'm' };
const row = ({ id }: { id: string }) => ({
  candidateId: id,
  name: 'n',
  cases: 60,
  quality: estimate,
  latencyMs: estimate,
  usdPerAnswer: 0,
  differences: [],
  onFrontier: true,
});
const comparison = {
  baseline: extractive.id,
  quality: 'answer-accuracy',
  rows: [row(extractive), row(rag)],
  champion: extractive.id,
  because: '',
  estimateCheck: [],
};

const citation = { source: 's', heading: '', quote: 'Quote.', documentId: 's/p', chunkId: 'c', start: 0, end: 1 };

const run = async (
  script: (question: string, strategy: Strategy) => ReturnType<Script>,
  config = {},
  given = cases,
) => {
  const deps = createProveDeps();
  const compiled = scriptedCompile(
    (question, { strategy }) => (deps.pass(strategy.kind === 'generative' ? 300 : 20), script(question, strategy)),
  );
  const records = [
    ...[extractive, rag].map((candidate) => makeRecord('strategy/candidate', candidate)),
    makeRecord('evaluate/case-set', {
      version: 'v',
      cases: given,
      counts: { dev: given.length, sealed: 0, reviewed: 0, byKind: {} },
    }),
    makeRecord('experiments/comparison', comparison),
  ];
  const ran = await optimiseStage.run(
    { ...deps, ...compiled },
    makeStageInput(optimiseConfigSchema.parse(config), records),
  );
  assert.ok(ran.ok);
  const [parameters, examples] = ran.value.map(({ body }) => optimisationSchema.parse(body));
  return { parameters, examples, compiled };
};

const isAnswerable = (question: string): boolean => question.includes(' c');

test('settings that are truly better win, hold on unseen questions, and are kept', async () => {
  // Refusal works only at higher thresholds; the parent refuses at 0.3.
  const { parameters } = await run((question, { refuseBelow }) => ({
    text: 'right',
    refused: !isAnswerable(question) && refuseBelow >= 0.4,
  }));
  assert.equal(parameters?.kept, true);
  assert.ok((parameters?.winner?.strategy.refuseBelow ?? 0) >= 0.4);
  assert.equal(parameters?.rescored?.verdict, 'better');
  assert.match(parameters?.because ?? '', /is kept; better: \+33\.3 points/);
});

test('luck in the search does not survive the re-scoring', async () => {
  const { search } = splitQuestions(
    cases.filter((given): given is typeof given & { split: 'dev' } => given.split === 'dev'),
    7,
  );
  const seen = new Set(search.map(({ question }) => question));
  const { parameters } = await run((question, { name }) => ({
    text: seen.has(question) && name !== 'extractive' ? 'right' : 'wrong',
    refused: false,
  }));
  assert.equal(parameters?.kept, false);
  assert.ok(parameters?.proposals.some(({ search: score }) => score > 0.5));
  assert.match(parameters?.because ?? '', /is not kept; undecided/);
});

test('examples from right answers that help are kept, and compared with the champion', async () => {
  const { examples } = await run((question, { kind, examples: shown }) => ({
    text: kind === 'generative' && (shown.length > 0 || /[02468]\?/.test(question)) ? 'right' : 'wrong',
    refused: !isAnswerable(question),
    citations: [citation],
  }));
  assert.equal(examples?.kept, true);
  assert.equal(examples?.winner?.strategy.examples.length, 2);
  assert.equal(examples?.againstChampion?.verdict, 'better');
  const { madeFrom } = { madeFrom: examples?.winner?.strategy.examples.map(({ question }) => question) ?? [] };
  assert.ok(madeFrom.every(isAnswerable));
});

test('too few questions are refused in words, and the lifecycle goes on', async () => {
  const { parameters, examples, compiled } = await run(() => ({ text: 'right' }), {}, cases.slice(0, 10));
  assert.match(parameters?.because ?? '', /not started: there are 5 search and 5 validation questions.*14 are needed/s);
  assert.equal(examples?.kept, false);
  assert.ok((compiled.askedByName.get('extractive')?.length ?? 0) <= 2);
});

test('switched off, it writes nothing', async () => {
  const { parameters } = await run(() => ({ text: 'right' }), { enabled: false });
  assert.equal(parameters, undefined);
});
