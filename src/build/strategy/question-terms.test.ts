import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Passage } from '#build/knowledge/contract';
import { coverLocally, questionTerms } from './question-terms.ts';
import { readPassages } from './read-passages.ts';
import { rerankPassages } from './rerank-passages.ts';

const passage = (documentId: string, heading: string, text: string): Passage => ({
  id: documentId,
  documentId,
  source: 'docs',
  title: documentId,
  headingPath: [heading],
  start: 0,
  end: text.length,
  text,
  rank: 1,
  score: 0.5,
});

const question = 'How large may a request body be?';
const options = passage(
  'stream',
  'Parameters',
  '- `requestBody`: Whether the request body is kept. It can be large.\n- `rawChunks`: Whether raw chunks are told.\n- `messages`: Whether messages are told.',
);
const limit = passage(
  'server',
  'bodyLimit',
  'The request body may be as large as this option says, 1 MiB when it is absent.',
);

test('words that meet in a bare list count less than in a sentence', () => {
  const [listed, said] = readPassages([options, limit]);
  const terms = questionTerms(question, readPassages([options, limit]));
  assert.ok(listed !== undefined && said !== undefined);
  assert.ok(coverLocally(terms, listed) < coverLocally(terms, said));
});

test('a sentence that leads a list in makes it count in full', () => {
  const led = passage('led', 'Limits', `These say how large a request body may be.\n${options.text}`);
  const [read] = readPassages([led]);
  assert.ok(read !== undefined);
  assert.equal(coverLocally(questionTerms(question, [read]), read), 1);
});

test('the section that says it stands before the list of options that repeats its words', () => {
  const read = readPassages([options, limit]);
  const [best] = rerankPassages(questionTerms(question, read), read);
  assert.equal(best?.passage.documentId, 'server');
});
