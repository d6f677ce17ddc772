import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Guardrail } from './contract.ts';
import { blockedAnswerText, createOutputGuard, guardOutput } from './guard-output.ts';

const steps: readonly Guardrail[] = [
  { kind: 'personal-data', action: 'mask' },
  { kind: 'links', allowedHosts: ['docs.example.com'] },
];

const stream = (deltas: readonly string[], using: readonly Guardrail[] = steps) => {
  const emitted: string[] = [];
  const guard = createOutputGuard(using, (text) => emitted.push(text));
  for (const delta of deltas) guard.push(delta);
  return { ...guard.end(), emitted };
};

const fragment = fc.constantFrom(
  'Write to ann@acme.io. ',
  'Call +1 202-555-0143! ',
  '[a](https://evil.example/x)',
  '![i](http://evil.example/p.png)',
  '\n',
  '\n\n',
  '```ts\n',
  '```\n',
  '~~~\n',
  'see https://evil.example/a. ',
  '`code. ',
  '[open ',
  '](http://evil.example)',
  '<b>',
  'x < y. ',
  '(half. ',
  '[ok](https://docs.example.com/a)',
);

test('however a text is cut into deltas, the verdict is the same', () => {
  const property = fc.property(
    fc.array(fragment, { maxLength: 14 }),
    fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
    (parts, sizes) => {
      const text = parts.join('');
      const deltas: string[] = [];
      for (let at = 0, index = 0; at < text.length; index += 1) {
        const size = sizes[index % sizes.length] ?? 1;
        deltas.push(text.slice(at, at + size));
        at += size;
      }
      const streamed = stream(deltas);
      const whole = guardOutput(steps, text);
      assert.equal(streamed.text, whole.text);
      assert.deepEqual(streamed.decisions, whole.decisions);
      assert.equal(streamed.emitted.join(''), streamed.text);
    },
  );
  fc.assert(property, { numRuns: 300 });
});

test('an address split between deltas is never shown', () => {
  const { emitted, decisions } = stream(['Write to ann@ac', 'me.io today', '. Bye.']);
  assert.equal(emitted.join(''), 'Write to [EMAIL] today. Bye.');
  assert.deepEqual(decisions[0], { kind: 'personal-data', side: 'output', outcome: 'mask', detail: 'email' });
});

test('sentences are shown as soon as they are whole', () => {
  const emitted: string[] = [];
  const guard = createOutputGuard(steps, (text) => emitted.push(text));
  guard.push('First. Sec');
  assert.deepEqual(emitted, ['First. ']);
  guard.push('ond.\n');
  assert.deepEqual(emitted, ['First. ', 'Second.\n']);
});

test('a block stops the stream and replaces the message', () => {
  const { text, blocked, emitted } = stream(
    ['Fine. Mail ann@acme.io. More. '],
    [{ kind: 'personal-data', action: 'block' }],
  );
  assert.equal(blocked, true);
  assert.equal(text, blockedAnswerText);
  assert.deepEqual(emitted, ['Fine. ']);
});

test('an answer that is too long is cut', () => {
  const { text, decisions } = guardOutput([{ kind: 'length', maximumCharacters: 8 }], 'One. Two. Three. ');
  assert.equal(text, 'One. Two');
  assert.equal(decisions[0]?.outcome, 'mask');
});
