import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCompiler } from './create-compiler.ts';
import type { AnswerOptions, Question } from './port.ts';
import { createTestDeps, testCandidate } from './testing.ts';

const sections = [
  {
    documentId: 'm/redirect.md',
    heading: 'redirect',
    text: 'Redirects to another URL. The status code defaults to 302. See [the list](https://evil.example/?q=1).',
  },
  {
    documentId: 'm/contact.md',
    heading: 'Contact',
    text: 'For support on redirects, write to help@acme.io with the request id.',
  },
];

const ask = async (
  question: Question,
  strategy: Readonly<Record<string, unknown>> = {},
  options: AnswerOptions = {},
) => {
  const deps = createTestDeps({ sections });
  const compiled = await createCompiler(deps).compile(testCandidate(strategy));
  assert.ok(compiled.ok);
  const answered = await compiled.value.answer(question, options);
  return { answered, spans: deps.spans };
};

test('streams what the output guardrails let through: no foreign links, no personal data, not even in quotes', async () => {
  const deltas: string[] = [];
  const { answered } = await ask(
    { text: 'Which status code does a redirect use?' },
    {},
    { onDelta: (text) => deltas.push(text) },
  );
  assert.ok(answered.ok);
  assert.equal(deltas.join(''), answered.value.text);
  assert.doesNotMatch(answered.value.text, /evil\.example/);
  const contact = await ask({ text: 'Where to write for support on redirects?' });
  assert.ok(contact.answered.ok);
  assert.doesNotMatch(JSON.stringify(contact.answered.value), /help@acme/);
  assert.match(contact.answered.value.text, /\[EMAIL\]/);
});

test('a blocked question is refused with the decision on the answer and on the trace', async () => {
  const guardrails = { input: [{ kind: 'length', maximumCharacters: 10 }], output: [] };
  const { answered, spans } = await ask({ text: 'Which status code does a redirect use?' }, { guardrails });
  assert.ok(answered.ok);
  assert.equal(answered.value.refusal, 'blocked');
  assert.equal(answered.value.guardrails[0]?.outcome, 'block');
  assert.ok(
    spans.some(
      ({ operation, attributes }) =>
        operation === 'guardrail' && attributes['throughline.guardrail.outcome'] === 'block',
    ),
  );
  assert.ok(!spans.some(({ operation }) => operation === 'retrieval'));
});

test('a follow-up is completed from the conversation', async () => {
  const history = [{ role: 'user' as const, content: 'How does a redirect work?' }];
  const strategy = { retrieval: { rewrite: 'rules' } };
  const alone = await ask({ text: 'And which code is it?' }, strategy);
  const inside = await ask({ text: 'And which code is it?', history }, strategy);
  assert.ok(alone.answered.ok && inside.answered.ok);
  assert.equal(inside.answered.value.citations[0]?.documentId, 'm/redirect.md');
});

test('content stays out of the spans unless capture is on; the caller may own the trace', async () => {
  const trace = { traceId: 'a'.repeat(32), parentSpanId: 'b'.repeat(16) };
  const off = await ask({ text: 'Which status code does a redirect use?' }, {}, { trace });
  assert.doesNotMatch(JSON.stringify(off.spans), /Which status code|defaults to 302/);
  assert.equal(off.spans.at(-1)?.parentSpanId, trace.parentSpanId);
  assert.ok(off.spans.every(({ traceId }) => traceId === trace.traceId));
  const on = await ask({ text: 'Which status code does a redirect use?' }, {}, { capture: 'on' });
  assert.match(JSON.stringify(on.spans), /Which status code/);
});

test('no span holds personal data of the question or of earlier turns, even with capture on', async () => {
  const history = [{ role: 'user' as const, content: 'I am bob@acme.io. How does a redirect work?' }];
  const question = { text: 'I am ann@acme.io, and which code is it?', history };
  const { spans } = await ask(question, { retrieval: { rewrite: 'rules' } }, { capture: 'on' });
  assert.doesNotMatch(JSON.stringify(spans), /(?:ann|bob)@acme/);
  assert.match(JSON.stringify(spans), /which code/);
});

test('an empty question is a fault; an aborted one rejects', async () => {
  const { answered } = await ask({ text: '  ' });
  assert.ok(!answered.ok);
  assert.equal(answered.error.code, 'STRATEGY_QUESTION_EMPTY');
  await assert.rejects(ask({ text: 'redirect?' }, {}, { signal: AbortSignal.abort(new Error('gone')) }), /gone/);
});
