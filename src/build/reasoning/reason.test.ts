import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { err, ok, type Fault } from '#kernel';
import type { CompletionRequest } from '#build/models';
import { modelCardSchema } from '#build/models/contract';
import { estimateCalls } from './estimate-calls.ts';
import { extractAnswer } from './extract-answer.ts';
import { createReason } from './reason.ts';
import type { Reasoning } from './contract.ts';
import type { ReasoningDeps, ReasoningTask } from './task.ts';
import { majorityVote, normaliseAnswer } from './vote.ts';

const card = modelCardSchema.parse({
  id: 'm',
  name: 'm',
  task: 'chat',
  provider: 'scripted',
  providerModel: 'm',
  licence: 'none',
  access: 'custom',
  residency: 'local',
  contextTokens: 2048,
  price: { input: 0, cachedInput: 0, output: 0 },
});

const scripted = (reply: (request: CompletionRequest, call: number) => string | Fault) => {
  const requests: CompletionRequest[] = [];
  const deps: ReasoningDeps = {
    model: {
      card,
      digest: 'm',
      complete: async (request, options) => {
        requests.push(request);
        const text = reply(request, requests.length - 1);
        if (typeof text !== 'string') return err(text);
        options?.onDelta?.(text);
        return ok({
          text,
          toolCalls: [],
          finishReason: 'stop',
          usage: { inputTokens: 10, cachedInputTokens: 0, outputTokens: 2 },
          durationMs: 1,
          costNano: 3,
        });
      },
    },
    prompts: { render: async (name) => ok([{ role: 'user', content: `<${name}>` }]) },
  };
  return { deps, requests };
};

const task: ReasoningTask = { messages: [{ role: 'user', content: 'q' }], maxTokens: 50, temperature: 0, seed: 7 };

const reason = async (reasoning: Reasoning, reply: (request: CompletionRequest, call: number) => string) => {
  const { deps, requests } = scripted(reply);
  const reasoned = await createReason(reasoning)(deps, task);
  assert.ok(reasoned.ok);
  return { ...reasoned.value, requests };
};

test('direct asks once and streams', async () => {
  const { deps } = scripted(() => ' 302 ');
  const deltas: string[] = [];
  const reasoned = await createReason({ kind: 'direct' })(deps, { ...task, onDelta: (text) => deltas.push(text) });
  assert.ok(reasoned.ok);
  assert.equal(reasoned.value.text, '302');
  assert.deepEqual(deltas, [' 302 ']);
  assert.deepEqual(reasoned.value.usage, { inputTokens: 10, cachedInputTokens: 0, outputTokens: 2 });
});

test('chain of thought keeps the final answer only', async () => {
  const { text, requests } = await reason(
    { kind: 'chain-of-thought' },
    () => 'First this.\nThen that.\n**Answer:** 302',
  );
  assert.equal(text, '302');
  assert.match(requests[0]?.messages.at(-1)?.content ?? '', /^q\n\n<chain-of-thought>$/);
  assert.equal(extractAnswer('So the answer is 5. No: the answer is 6'), '6');
  assert.equal(extractAnswer('One.\n\nTwo.'), 'Two.');
});

test('self-consistency votes and stops when enough agree', async () => {
  const replies = ['302.', '404', 'The 302', '302', 'never asked'];
  const kind: Reasoning = { kind: 'self-consistency', samples: 5, agreeing: 3, temperature: 0.7 };
  const { text, modelCalls, usage, costNano, requests } = await reason(kind, (_request, call) => replies[call] ?? '');
  assert.equal(text, '302.');
  assert.equal(modelCalls, 4);
  assert.equal(usage.inputTokens, 40);
  assert.equal(costNano, 12);
  assert.deepEqual(
    requests.map(({ seed }) => seed),
    [7, 8, 9, 10],
  );
});

test('tree of thought proposes, votes, keeps the best and concludes', async () => {
  const kind: Reasoning = { kind: 'tree-of-thought', breadth: 1, depth: 2, branches: 2 };
  const { text, steps, modelCalls } = await reason(kind, ({ messages }) => {
    const said = messages.at(-1)?.content ?? '';
    if (said.includes('propose')) return '1. look it up\n2. guess';
    return said.includes('vote') ? 'The best choice is 1' : '302';
  });
  assert.equal(text, '302');
  assert.deepEqual(steps, ['look it up', 'look it up']);
  assert.equal(modelCalls, estimateCalls(kind).high);
});

test('a model that fails is passed on; one that says nothing gives an empty answer', async () => {
  const fault: Fault = { code: 'MODELS_X', what: '', why: '', remedy: '', status: 500, retryable: true, details: {} };
  const kinds: readonly Reasoning[] = [
    { kind: 'direct' },
    { kind: 'chain-of-thought' },
    { kind: 'self-consistency', samples: 2, agreeing: 2, temperature: 1 },
    { kind: 'tree-of-thought', breadth: 1, depth: 1, branches: 1 },
  ];
  for (const kind of kinds) {
    const failed = await createReason(kind)(scripted(() => fault).deps, task);
    assert.deepEqual(failed, { ok: false, error: fault });
    assert.equal((await reason(kind, () => ' ')).text, '', kind.kind);
  }
});

test('the majority wins whatever the order, and the vote ignores dress', () => {
  assert.equal(normaliseAnswer('**The** answer: `302`. [1]'), 'answer 302');
  const property = fc.property(fc.array(fc.constantFrom('b', 'c', 'd'), { maxLength: 5 }), (others) => {
    const answers =
      fc.sample(
        fc.shuffledSubarray([...others, ...Array.from({ length: 6 }, () => 'X!')], { minLength: others.length + 6 }),
        1,
      )[0] ?? [];
    assert.equal(majorityVote(answers).winner, 'X!');
  });
  fc.assert(property);
  assert.deepEqual(majorityVote(['', '  ']), { winner: '', votes: 0 });
  assert.equal(majorityVote(['red apple pie', 'green apple pie', 'apple pie red', 'stone']).winner, 'red apple pie');
});
