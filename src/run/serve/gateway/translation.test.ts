import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { ok } from '#kernel';
import type { ProviderWire } from '#build/models';
import { scriptedLanguageModel, streamOf, type ScriptedTurn } from '../dialects/testing.ts';
import { openGateway, testCard, testWire } from './testing.ts';

/** A provider that speaks no API of ours, behind the AI SDK's interface. */
const foreign = (turns: (count: number) => ScriptedTurn): ProviderWire => {
  let count = 0;
  const model = scriptedLanguageModel(() => turns((count += 1)));
  return { ...testWire, urls: () => ({}), languageModel: () => ok(model) };
};

const open = async (context: TestContext, turns: (count: number) => ScriptedTurn) => {
  const gateway = await openGateway(context, {
    cards: [testCard('far', 'http://nowhere/v1', { provider: 'foreign' })],
    config: { routes: { far: { targets: [{ model: 'far' }], retry: { baseMs: 1, retries: 1 } } } },
    wires: { foreign: foreign(turns) },
  });
  const options = { apiKey: 'test-key', maxRetries: 0 };
  return {
    ...gateway,
    openai: new OpenAI({ ...options, baseURL: `${gateway.url}/v1` }),
    anthropic: new Anthropic({ ...options, baseURL: gateway.url }),
  };
};

const messages = [{ role: 'user' as const, content: 'Hi' }];
const hello: ScriptedTurn = { content: [{ type: 'text', text: 'Hello there' }] };

test('a provider of another format answers in the format that was asked for, whole and streamed', async (context) => {
  const { openai, anthropic, accounts, accounted } = await open(context, () => hello);
  const whole = await openai.chat.completions.create({ model: 'far', messages }).withResponse();
  assert.equal(whole.data.choices[0]?.message.content, 'Hello there');
  assert.equal(whole.response.headers.get('x-throughline-target'), 'far');
  const message = await anthropic.messages.create({ model: 'far', max_tokens: 100, messages });
  assert.equal(message.content[0]?.type === 'text' ? message.content[0].text : '', 'Hello there');
  let text = '';
  for await (const { choices } of await openai.chat.completions.create({ model: 'far', messages, stream: true }))
    text += choices[0]?.delta.content ?? '';
  const streamed = await anthropic.messages.stream({ model: 'far', max_tokens: 100, messages }).finalText();
  assert.deepEqual([text, streamed], ['Hello there', 'Hello there']);
  await accounted(4);
  assert.ok(accounts.every(({ outcome, usage }) => outcome === 'ok' && usage.inputTokens === 20));
});

test('a translated stream that breaks off is an error, and one that never began is tried again', async (context) => {
  const cut: ScriptedTurn = { parts: streamOf(hello).slice(0, 3) };
  const broken = await open(context, () => cut);
  await assert.rejects(async () => {
    for await (const _ of await broken.openai.chat.completions.create({ model: 'far', messages, stream: true }));
  });
  await broken.accounted(1);
  assert.deepEqual([broken.accounts[0]?.outcome, broken.accounts[0]?.estimated], ['failed', true]);
  const retried = await open(context, (count) => (count === 1 ? { throws: new Error('away') } : hello));
  const answer = await retried.openai.chat.completions.create({ model: 'far', messages }).withResponse();
  assert.equal(answer.response.headers.get('x-throughline-attempts'), 'far=502-failed, far=ok');
});

test('what cannot be translated is an error of the request', async (context) => {
  const { openai } = await open(context, () => hello);
  await assert.rejects(openai.embeddings.create({ model: 'far', input: 'x' }), OpenAI.BadRequestError);
});
