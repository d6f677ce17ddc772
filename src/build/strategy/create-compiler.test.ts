import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok, type StoredRecord } from '#kernel';
import type { Retriever, RetrieverDep } from '#build/knowledge';
import { scriptedModel, scriptedModels } from '#build/models/testing';
import type { Prompt } from '#build/prompts/contract';
import type { Answer } from './contract.ts';
import { createCompiler } from './create-compiler.ts';
import { createTestDeps, testCandidate, testIndexRecord, type TestWorld } from './testing.ts';

const sections = [
  {
    documentId: 'fastify/Reply.md',
    heading: 'redirect',
    text: 'Redirects a request to another URL. The status code is optional and defaults to `302`.',
  },
  {
    documentId: 'fastify/Server.md',
    heading: 'bodyLimit',
    text: 'Defines the maximum payload, in bytes. The default body limit is `1048576`.',
  },
  {
    documentId: 'fastify/Hooks.md',
    heading: 'onRequest',
    text: 'The request is not parsed in this hook.\n\n```js\nfastify.addHook("onRequest", hook)\n```',
  },
];

const answerOf = async (
  question: string,
  strategy: Readonly<Record<string, unknown>> = {},
  world: Partial<TestWorld> = {},
) => {
  const deps = createTestDeps({ sections, ...world });
  const promptRecords = Object.fromEntries((world.records ?? []).map(({ hash }) => [hash, hash]));
  const compiled = await createCompiler(deps).compile({ ...testCandidate(strategy), promptRecords });
  assert.ok(compiled.ok, JSON.stringify(compiled));
  const answered = await compiled.value.answer({ text: question }, { capture: 'on' });
  return { answered, spans: deps.spans };
};

const valueOf = async (...given: Parameters<typeof answerOf>): Promise<Answer> => {
  const { answered } = await answerOf(...given);
  assert.ok(answered.ok, JSON.stringify(answered));
  return answered.value;
};

const prompt: StoredRecord<Prompt> = {
  type: 'prompts/prompt',
  hash: 'answer-with-sources',
  stage: 'prompts',
  createdAt: '',
  runId: undefined,
  inputs: [],
  body: {
    name: 'answer-with-sources',
    version: 'v',
    template:
      '---\ninput:\n  schema:\n    question: string\n    passages(array): any\n---\n{{#each passages}}[{{number}}] {{{text}}}\n{{/each}}{{{question}}}',
    variables: {
      question: { type: 'string', required: true, description: '' },
      passages: { type: 'array', required: true, description: '' },
    },
    source: 'built-in',
  },
};

const rag = { name: 'basic-rag', kind: 'generative', model: { id: 'scripted' } };
const withModel = (reply: string): Partial<TestWorld> => ({
  records: [prompt],
  models: scriptedModels({ chat: [scriptedModel(() => reply)] }).models,
});

test('an extractive answer quotes the source exactly', async () => {
  const answer = await valueOf('Which status code does a redirect use?');
  assert.match(answer.text, /defaults to `302`/);
  assert.equal(answer.refused, false);
  const [citation] = answer.citations;
  assert.equal(citation?.documentId, 'fastify/Reply.md');
  assert.ok(sections[0]?.text.includes(citation?.quote ?? 'nothing'));
  assert.equal((citation?.end ?? 0) - (citation?.start ?? 0), citation?.quote.length);
  assert.equal(answer.modelCalls, 0);
});

test('what the sources do not hold is refused', async () => {
  const answer = await valueOf('How many tokens does the Pinecone connector upload?');
  assert.equal(answer.refused, true);
  assert.deepEqual(answer.citations, []);
  assert.equal(answer.refusal, 'no-evidence');
});

test('a supported generated answer is kept and cited', async () => {
  const answer = await valueOf(
    'Which status code does a redirect use?',
    rag,
    withModel('The redirect status code defaults to 302. [1]'),
  );
  assert.equal(answer.refused, false);
  assert.equal(answer.citations[0]?.quote, 'The status code is optional and defaults to `302`.');
  assert.equal(answer.modelCalls, 1);
});

test('made-up sentences are taken out, and a made-up answer is refused', async () => {
  const mixed = await valueOf(
    'Which status code does a redirect use?',
    rag,
    withModel('The status code defaults to 302. Use port 8443 with elephants.'),
  );
  assert.equal(mixed.text, 'The status code defaults to 302.');
  const repeated = await valueOf(
    'Which status code does a redirect use?',
    rag,
    withModel('The status code defaults to 302. The status code defaults to 302.'),
  );
  assert.equal(repeated.text, 'The status code defaults to 302.');
  const invented = await valueOf(
    'Which status code does a redirect use?',
    rag,
    withModel('Redirects always answer 418 with cookies.'),
  );
  assert.equal(invented.refused, true);
  assert.equal(invented.refusal, 'unsupported');
});

test('compression gives the model the quotes only, and citations still point into the document', async () => {
  const strategy = { ...rag, retrieval: { compress: 'extract' } };
  const answer = await valueOf(
    'Which status code does a redirect use?',
    strategy,
    withModel('It defaults to 302 as status code.'),
  );
  const [citation] = answer.citations;
  assert.equal(sections[0]?.text.slice(citation?.start, citation?.end), citation?.quote);
});

test('a model that returns nothing is a fault, not a crash', async () => {
  const { answered, spans } = await answerOf('Which status code does a redirect use?', rag, withModel(''));
  assert.ok(!answered.ok);
  assert.equal(answered.error.code, 'STRATEGY_MODEL_FAILED');
  assert.equal(spans.find(({ operation }) => operation === 'run_strategy')?.status, 'error');
});

test('every step is a span of one trace, in OpenTelemetry GenAI terms', async () => {
  const { spans } = await answerOf('Which status code does a redirect use?', rag, withModel('It defaults to 302.'));
  assert.deepEqual([...new Set(spans.map(({ operation }) => operation))].toSorted(), [
    'chat',
    'guardrail',
    'retrieval',
    'run_strategy',
  ]);
  assert.equal(new Set(spans.map(({ traceId }) => traceId)).size, 1);
  const root = spans.find(({ operation }) => operation === 'run_strategy');
  for (const span of spans) {
    assert.match(span.traceId, /^[0-9a-f]{32}$/);
    assert.match(span.spanId, /^[0-9a-f]{16}$/);
    if (span !== root) assert.equal(span.parentSpanId, root?.spanId);
  }
  assert.equal(spans.find(({ operation }) => operation === 'chat')?.attributes['gen_ai.request.model'], 'scripted');
});

test('personal data never reaches the model, and a missing record is a fault', async () => {
  const seen: string[] = [];
  const models = scriptedModels({
    chat: [
      scriptedModel(({ messages }) => {
        seen.push(JSON.stringify(messages));
        return 'It defaults to 302.';
      }),
    ],
  }).models;
  await valueOf('I am ann@acme.io. Which status code does a redirect use?', rag, { models, records: [prompt] });
  assert.equal(seen.length, 1);
  assert.doesNotMatch(seen.join(), /ann@acme/);
  const compiled = await createCompiler(createTestDeps({ sections })).compile({
    ...testCandidate(),
    indexRecord: 'gone',
  });
  assert.ok(!compiled.ok);
  assert.equal(compiled.error.code, 'STRATEGY_RECORD_MISSING');
});

test('a tool has the time that the project gives it', async () => {
  const seen: string[] = [];
  const model = scriptedModel(({ messages }) => {
    seen.push(JSON.stringify(messages));
    return messages.some(({ role }) => role === 'tool')
      ? 'It defaults to 302.'
      : { toolCalls: [{ name: 'search_manual', arguments: '{"query":"redirect"}' }] };
  });
  const record = (type: string, hash: string, body: unknown): StoredRecord => ({ ...prompt, type, hash, body });
  const tool = { name: 'search_manual', description: '', parameters: {}, result: {}, timeoutMs: 20 };
  const variable = { required: true, description: '' };
  const variables = { question: { ...variable, type: 'string' }, tools: { ...variable, type: 'array' } };
  const template = '---\ninput:\n  schema:\n    question: string\n    tools(array): any\n---\n{{{question}}}';
  const agentPrompt = { ...prompt.body, name: 'agent', template, variables };
  const records = [record('tools/tool', 'tool', tool), record('prompts/prompt', 'agent', agentPrompt)];
  const deps = createTestDeps({ sections, records, models: scriptedModels({ chat: [model] }).models });
  const opened = await deps.retrievers.open(testIndexRecord.body);
  assert.ok(opened.ok);
  const search: Retriever['search'] = (request, options) =>
    request.query === 'redirect' ? new Promise(() => {}) : opened.value.search(request, options);
  const retrievers: RetrieverDep['retrievers'] = { open: async (index) => ok({ index, search }) };
  const strategy = { name: 'agent', kind: 'agent', model: { id: 'scripted' }, prompt: 'agent' };
  const compiled = await createCompiler({ ...deps, retrievers }).compile({
    ...testCandidate({ ...strategy, agent: { tools: ['search_manual'] } }),
    promptRecords: { agent: 'agent' },
    toolRecords: { search_manual: 'tool' },
  });
  assert.ok(compiled.ok, JSON.stringify(compiled));
  await compiled.value.answer({ text: 'Which status code does a redirect use?' });
  assert.match(seen.at(-1) ?? '', /within 20 ms/);
});
