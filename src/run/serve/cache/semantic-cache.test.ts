import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptedEmbedding } from '#build/models/testing';
import type { CachedAnswer, CacheRequest } from './port.ts';
import { isSameAnswer } from './same-answer.ts';
import { differenceOf } from './same-question.ts';
import { createSemanticCache } from './semantic-cache.ts';

const settings = { threshold: 0.6, ttlSeconds: 10, shadowShare: 0, maximumFalseHits: 0.05 };
const ask = (content: string, changes: { readonly [key: string]: unknown } = {}): CacheRequest => ({
  route: 'r',
  model: 'm',
  dialect: 'openai-chat',
  tenant: 'a',
  version: '',
  raw: Buffer.from(''),
  body: () =>
    JSON.parse(
      JSON.stringify({
        model: 'r',
        temperature: 0,
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content },
        ],
        ...changes,
      }),
    ),
});
const answerOf = (text: string): CachedAnswer => ({
  contentType: 'application/json',
  bytes: Buffer.from(text),
  model: 'm',
  storedAt: 0,
});
const clock = { now: () => 0, monotonic: () => 0 };

const open = (random = 0.5) =>
  createSemanticCache(
    { clock, random: () => random, openEmbedding: async () => scriptedEmbedding() },
    { maximumBytes: 1_000_000 },
  );

const keep = async (cache: ReturnType<typeof open>, request: CacheRequest, text: string): Promise<void> => {
  (await cache.find(request, settings))?.keep(answerOf(text));
};

const hit = async (cache: ReturnType<typeof open>, request: CacheRequest): Promise<string | undefined> =>
  (await cache.find(request, settings))?.hit?.answer.bytes.toString();

test('a question in other words gets the answer', async () => {
  const cache = open();
  await keep(cache, ask('how large may a request body be?'), '1 MiB');
  assert.equal(await hit(cache, ask('how large may the request body be?')), '1 MiB');
  assert.equal(cache.reports()['r']?.hits, 1);
});

test('similar questions with other numbers, names or the opposite sense do not', async () => {
  const pairs = [
    ['what is the limit for 10 requests?', 'what is the limit for 20 requests?'],
    ['how do I cancel my card today?', 'how do I order my card today?'],
    ['how do I use the onSend hook?', 'how do I use the onError hook?'],
    ['is it allowed to log the body?', 'is it not allowed to log the body?'],
    ['what is the minimum body size here?', 'what is the maximum body size here?'],
    ['what did Ada say to us about it?', 'what did Bob say to us about it?'],
    ['mail to a@b.com about the price', 'mail to c@b.com about the price'],
  ] as const;
  for (const [first, second] of pairs) {
    assert.notEqual(differenceOf(first, second), undefined, first);
    const cache = open();
    await keep(cache, ask(first), 'first');
    assert.equal(await hit(cache, ask(second)), undefined, second);
  }
  assert.equal(differenceOf('How large is it?', 'how big is it?'), undefined);
});

test('another tenant, system prompt, parameter or model is another partition', async () => {
  const cache = open();
  const question = 'how large may a request body be?';
  await keep(cache, ask(question), '1 MiB');
  assert.equal(await hit(cache, { ...ask(question), tenant: 'b' }), undefined);
  assert.equal(await hit(cache, { ...ask(question), model: 'n' }), undefined);
  assert.equal(await hit(cache, ask(question, { max_tokens: 5 })), undefined);
  const other = [
    { role: 'system', content: 'Be long.' },
    { role: 'user', content: question },
  ];
  assert.equal(await hit(cache, ask(question, { messages: other })), undefined);
});

test('several turns, tools, images and templates are never matched', async () => {
  const cache = open();
  const turns = ['user', 'assistant', 'user'].map((role) => ({ role, content: 'hello there' }));
  const image = [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,' } }] }];
  for (const changes of [{ messages: turns }, { messages: image }, { tools: [] }, { stream: true }]) {
    assert.equal(await cache.find(ask('x', changes), settings), undefined);
  }
  const template = (word: string) => `${'translate the following text into plain english please '.repeat(6)}: ${word}`;
  await keep(cache, ask(template('apple')), 'apple');
  assert.equal(await hit(cache, ask(template('pear'))), undefined);
});

test('measured false hits turn the cache off, and only they', async () => {
  const cache = open(0);
  const question = 'how large may a request body be?';
  await keep(cache, ask(question), '1 MiB');
  const found = await cache.find(ask(question), { ...settings, shadowShare: 0.05 });
  assert.equal(found?.hit?.shadow, true);
  for (let index = 0; index < 40; index += 1) cache.measured('r', false);
  assert.equal(cache.reports()['r']?.off, false);
  for (let index = 0; index < 60; index += 1) cache.measured('r', true);
  const report = cache.reports()['r'];
  assert.deepEqual([report?.off, report?.shadowed, report?.falseHits, report?.rate?.value], [true, 100, 60, 0.6]);
  assert.equal(await cache.find(ask(question), settings), undefined);
});

test('answers are compared by their words and numbers', () => {
  assert.ok(isSameAnswer('The limit is 1 MiB.', 'The limit is 1 MiB by default.'));
  assert.ok(!isSameAnswer('The limit is 1 MiB.', 'The limit is 2 MiB.'));
  assert.ok(!isSameAnswer('The limit is 1 MiB.', 'Close your investment account in the app.'));
  assert.ok(!isSameAnswer('', 'Yes.'));
});
