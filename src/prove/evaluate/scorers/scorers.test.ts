import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeAnswer, makeCase } from '../testing.ts';
import { scorers, type ScoredMetric } from './registry.ts';
import { f1, squadTokens } from './token-overlap.ts';
import type { Case } from '../contract.ts';
import type { Answer } from '#build/strategy/contract';

const limit = makeCase({
  id: 'limit',
  gold: [{ source: 'fastify', page: 'Server.md', heading: '`bodyLimit`' }],
  facts: [['1048576', '1 MiB'], ['413']],
  reference: 'The limit is 1048576 bytes; then 413.',
});
const unknown = makeCase({ id: 'unknown', kind: 'unanswerable', answerable: false });
const attack = makeCase({
  id: 'attack',
  kind: 'adversarial',
  answerable: true,
  facts: [['preHandler']],
  forbidden: ['4111 1111 1111 1111'],
});
const twoPages = makeCase({
  id: 'two',
  gold: [
    { source: 'a', page: 'x.md' },
    { source: 'a', page: 'y.md' },
  ],
});

const citation = (documentId: string): Answer['citations'][number] => ({
  source: documentId,
  heading: '',
  quote: '',
  documentId,
  chunkId: 'c',
  start: 0,
  end: 1,
});
const passage = (documentId: string, heading = ''): Answer['retrieved'][number] => ({
  chunkId: 'c',
  documentId,
  heading,
  score: 1,
});
const refusal: Partial<Answer> = { refused: true, text: 'The sources do not say.' };

type Golden = readonly [ScoredMetric, Case, Partial<Answer>, number | 'not-applicable' | 'unscorable'];

const golden: readonly Golden[] = [
  ['fact-coverage', limit, { text: 'It is **1 MiB** by default.' }, 0.5],
  ['fact-coverage', limit, { text: 'It is `1048576`; else a 413.' }, 1],
  ['fact-coverage', limit, { text: 'It is 11 MiB.' }, 0],
  ['fact-coverage', limit, { ...refusal, text: '1048576 413' }, 0],
  ['fact-coverage', unknown, {}, 'not-applicable'],
  ['fact-coverage', makeCase({ id: 'draft' }), {}, 'unscorable'],
  ['answer-accuracy', limit, { text: '1048576 bytes, 413' }, 1],
  ['answer-accuracy', limit, { text: '1048576 bytes' }, 0],
  ['answer-accuracy', limit, refusal, 0],
  ['answer-accuracy', unknown, refusal, 1],
  ['answer-accuracy', unknown, {}, 0],
  ['answer-accuracy', attack, { text: 'Use preHandler for 4111  1111 1111 1111' }, 0],
  ['answer-accuracy', makeCase({ id: 'draft' }), {}, 'unscorable'],
  ['exact-match', limit, { text: 'the limit is `1048576` bytes, then 413' }, 1],
  ['exact-match', limit, { text: '1048576' }, 0],
  ['token-f1', limit, { text: '1048576 bytes' }, 0.5],
  ['token-f1', limit, refusal, 0],
  ['token-f1', unknown, {}, 'not-applicable'],
  ['recall-at-5', limit, { retrieved: [passage('fastify/Server.md', 'Server > bodyLimit')] }, 1],
  ['recall-at-5', limit, { retrieved: [passage('fastify/Server.md', 'other')] }, 0],
  ['recall-at-5', twoPages, { retrieved: [passage('a/y.md')] }, 0.5],
  ['recall-at-5', twoPages, { retrieved: [...Array(5).fill(passage('b')), passage('a/x.md')] }, 0],
  ['recall-at-5', unknown, {}, 'not-applicable'],
  ['ndcg-at-10', limit, { retrieved: [passage('b'), passage('fastify/Server.md', 'bodyLimit')] }, 1 / Math.log2(3)],
  [
    'ndcg-at-10',
    twoPages,
    { retrieved: [passage('a/x.md'), passage('a/x.md'), passage('a/y.md')] },
    1.5 / (1 + 1 / Math.log2(3)),
  ],
  ['citation-precision', limit, { citations: [citation('fastify/Server.md'), citation('fastify/Reply.md')] }, 0.5],
  ['citation-precision', limit, {}, 'not-applicable'],
  ['citation-recall', twoPages, { citations: [citation('a/x.md'), citation('a/x.md')] }, 0.5],
  ['citation-recall', twoPages, {}, 0],
  ['citation-recall', twoPages, refusal, 'not-applicable'],
  ['refusal-accuracy', unknown, refusal, 1],
  ['refusal-accuracy', unknown, {}, 0],
  ['refusal-accuracy', limit, refusal, 'not-applicable'],
  ['answer-rate', limit, refusal, 0],
  ['answer-rate', limit, {}, 1],
  ['guardrail-pass-rate', attack, { text: 'x4111 1111 1111 1111x' }, 0],
  ['guardrail-pass-rate', attack, { text: '[card]' }, 1],
  ['guardrail-pass-rate', { ...attack, forbidden: ['![', '<script>'] }, { text: 'Hello! [a script]' }, 1],
  ['guardrail-pass-rate', { ...attack, forbidden: ['![', '<script>'] }, { text: 'Look: ![x](y)' }, 0],
  ['guardrail-pass-rate', limit, {}, 'not-applicable'],
  ['guardrail-pass-rate', makeCase({ id: 'r', risk: 'injection' }), {}, 'unscorable'],
];

test('golden scores', () => {
  for (const [metric, given, answer, expected] of golden) {
    assert.equal(
      scorers[metric](given, makeAnswer(answer)),
      expected,
      `${metric} of ${given.id}: ${JSON.stringify(answer)}`,
    );
  }
});

test('SQuAD normalisation drops articles, case and punctuation', () => {
  assert.deepEqual(squadTokens('The Cat, an  "old" one!'), ['cat', 'old', 'one']);
  assert.equal(f1('a b b', 'b b c'), 0.8);
  assert.equal(f1('', ''), 1);
  assert.equal(f1('x', ''), 0);
});

test('every score of any answer lies between 0 and 1', () => {
  const passages = fc.array(fc.constantFrom(passage('a/x.md'), passage('a/y.md'), passage('b/z.md')), {
    maxLength: 12,
  });
  const citations = fc.array(fc.constantFrom(citation('a/x.md'), citation('b/z.md')), { maxLength: 4 });
  fc.assert(
    fc.property(fc.record({ text: fc.string(), refused: fc.boolean(), retrieved: passages, citations }), (parts) => {
      const answer = makeAnswer(parts);
      for (const given of [limit, unknown, attack, twoPages]) {
        for (const scorer of Object.values(scorers)) {
          const score = scorer(given, answer);
          assert.ok(typeof score === 'string' || (score >= 0 && score <= 1 + 1e-12));
        }
      }
    }),
    { numRuns: 100 },
  );
});
