import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeFollowUp } from './complete-follow-up.ts';

const history = [
  { role: 'user', content: 'How do I set a redirect status code in Fastify?' },
  { role: 'assistant', content: 'With reply.redirect(dest, code).' },
] as const;

test('a follow-up borrows words of the last user turns', () => {
  const completed = completeFollowUp('And what is its default?', [...history]);
  assert.match(completed, /^And what is its default\?/);
  for (const word of ['redirect', 'status', 'Fastify']) assert.ok(completed.includes(word), completed);
  assert.ok(!completed.includes('reply.redirect'));
});

test('a question that stands by itself stays as it is', () => {
  const question = 'Which embedding models does the AI SDK support for streaming large documents to clients?';
  assert.equal(completeFollowUp(question, [...history]), question);
  assert.equal(completeFollowUp('And why?', []), 'And why?');
});
