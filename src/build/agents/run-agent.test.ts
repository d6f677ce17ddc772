import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf, ok, type Json, type JournalDep } from '#kernel';
import { scriptedCard, scriptedModel, type ScriptedReply } from '#build/models/testing';
import { defineTool } from '#build/tools';
import { agentSchema } from './contract.ts';
import { runAgent, type AgentDeps, type AgentTask } from './run-agent.ts';

const search = (calls: string[] = []) =>
  defineTool({
    name: 'search',
    description: 'Searches.',
    parameters: {
      type: 'object',
      properties: { query: { type: 'string' } },
      required: ['query'],
      additionalProperties: false,
    },
    result: { type: 'string' },
    timeoutMs: 1000,
    run: async (given) => {
      calls.push(JSON.stringify(given));
      return ok('The code is 302.');
    },
  });

const call = (given: string, name = 'search'): ScriptedReply => ({ toolCalls: [{ name, arguments: given }] });

const task = (budget: Readonly<Record<string, unknown>> = {}): AgentTask => ({
  budget: agentSchema.parse({ tools: ['search'], ...budget }),
  messages: [{ role: 'user', content: 'Which code?' }],
  maxTokens: 100,
  temperature: 0,
  seed: 7,
  signal: new AbortController().signal,
  journalKey: { candidateId: 'c', repeat: 0 },
});

const depsFor = (replies: readonly ScriptedReply[], change: Partial<AgentDeps> = {}): AgentDeps => {
  let time = 0;
  return {
    model: scriptedModel(replies),
    tools: [search()],
    clock: { now: () => 0, monotonic: () => (time += 10) },
    ...change,
  };
};

const memoryJournal = (stored = new Map<string, Json>()): JournalDep['journal'] => ({
  once: async (key, work) => {
    const at = hashOf(key);
    const known = stored.get(at);
    // What is stored under a key came from the same kind of work.
    if (known !== undefined) return known as Awaited<ReturnType<typeof work>>;
    const value = await work();
    stored.set(at, value);
    return value;
  },
});

test('it calls a tool, reads the result and answers', async () => {
  const run = await runAgent(depsFor([call('{"query":"redirect"}'), 'It is 302.']), task());
  assert.ok(run.ok, JSON.stringify(run));
  assert.equal(run.value.text, 'It is 302.');
  assert.equal(run.value.modelCalls, 2);
  assert.deepEqual(
    run.value.toolUses.map(({ name, result }) => [name, result]),
    [['search', { ok: true, value: 'The code is 302.' }]],
  );
});

test('a malformed call is told back once; the second one ends the loop', async () => {
  const recovered = await runAgent(depsFor([call('{"q":1}'), call('{"query":"x"}'), 'It is 302.']), task());
  assert.ok(recovered.ok);
  assert.equal(recovered.value.toolUses[0]?.result.ok, false);
  for (const wrong of [call('not json'), call('{}', 'delete_everything')]) {
    const ended = await runAgent(depsFor([wrong, call('{"q":2}'), 'never']), task());
    assert.ok(!ended.ok);
    assert.equal(ended.error.code, 'AGENTS_TOOL_CALL_MALFORMED');
  }
});

test('a call that the provider cannot read is told back too; another failure of the model ends the loop', async () => {
  const fault = (code: string) => ({
    code,
    what: 'Bad.',
    why: '',
    remedy: '',
    status: 502,
    retryable: true,
    details: {},
  });
  const unreadable: ScriptedReply = { fault: fault('MODELS_TOOL_CALL_MALFORMED') };
  const recovered = await runAgent(depsFor([unreadable, 'It is 302.']), task());
  assert.ok(recovered.ok);
  const ended = await runAgent(depsFor([unreadable, unreadable, 'never']), task());
  assert.ok(!ended.ok);
  assert.equal(ended.error.code, 'AGENTS_TOOL_CALL_MALFORMED');
  const broken = await runAgent(depsFor([{ fault: fault('MODELS_DOWN') }, 'never']), task());
  assert.ok(!broken.ok);
  assert.equal(broken.error.code, 'MODELS_DOWN');
});

test('steps, time and cost end it; the last step is asked without tools', async () => {
  const asked: boolean[] = [];
  const model = scriptedModel(({ tools }) => {
    asked.push(tools !== undefined);
    return tools === undefined ? 'Best guess.' : call(`{"query":"${asked.length}"}`);
  });
  const last = await runAgent(depsFor([], { model }), task({ maximumSteps: 3 }));
  assert.deepEqual(asked, [true, true, false]);
  assert.ok(last.ok);
  const late = await runAgent(depsFor([call('{"query":"a"}'), 'x']), task({ maximumMs: 15 }));
  assert.ok(!late.ok);
  assert.deepEqual([late.error.code, late.error.details['budget']], ['AGENTS_BUDGET_EXHAUSTED', 'time']);
  const price = { input: 1000, cachedInput: 0, output: 1_000_000 };
  const costly = await runAgent(
    depsFor([], { model: scriptedModel([call('{"query":"a"}'), 'x'], { ...scriptedCard, price }) }),
    task({ maximumUsd: 0.000001 }),
  );
  assert.ok(!costly.ok);
  assert.equal(costly.error.details['budget'], 'cost');
});

test('killed after any step, it goes on without repeating a model or tool call', async () => {
  const script = [call('{"query":"a"}'), call('{"query":"b"}'), 'Done.'];
  for (let killedAfter = 1; killedAfter <= 2; killedAfter += 1) {
    const stored = new Map<string, Json>();
    const toolCalls: string[] = [];
    let modelCalls = 0;
    const model = (limit: number) =>
      scriptedModel(() => {
        if (modelCalls >= limit) throw new Error('killed');
        modelCalls += 1;
        return script[modelCalls - 1] ?? '';
      });
    const deps = (limit: number) =>
      depsFor([], { model: model(limit), tools: [search(toolCalls)], journal: memoryJournal(stored) });
    await assert.rejects(runAgent(deps(killedAfter), task()), /killed/);
    const resumed = await runAgent(deps(3), task());
    assert.ok(resumed.ok);
    assert.equal(resumed.value.text, 'Done.');
    assert.equal(modelCalls, 3);
    assert.deepEqual(toolCalls, ['{"query":"a"}', '{"query":"b"}']);
  }
});

test('a model without tool calls acts through JSON', async () => {
  const card = { ...scriptedCard, tools: false };
  const model = scriptedModel(
    ['{"tool":"search","arguments":{"query":"a"}}', '{"tool":"answer","answer":"It is 302."}'],
    card,
  );
  const run = await runAgent(depsFor([], { model }), task());
  assert.ok(run.ok, JSON.stringify(run));
  assert.equal(run.value.text, 'It is 302.');
  assert.equal(run.value.toolUses.length, 1);
});
