import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseToolReply, toolSchema, withTools } from './tool-grammar.ts';

const tools = [
  {
    name: 'look_up',
    description: 'Looks a word up.',
    parameters: { type: 'object', properties: { word: { type: 'string' } } },
  },
];

test('a call, an answer and everything else', () => {
  assert.deepEqual(parseToolReply('{"tool":"look_up","arguments":{"word":"a"}}', tools), {
    ok: true,
    value: { name: 'look_up', arguments: '{"word":"a"}' },
  });
  assert.deepEqual(parseToolReply('{"answer":"yes"}', tools), { ok: true, value: { answer: 'yes' } });
  for (const text of ['', '{"tool":"look_up","argu', '{"tool":"remove_all","arguments":{}}', '[]', '"text"']) {
    assert.equal(parseToolReply(text, tools).ok, false, text);
  }
});

test('reading a reply never throws', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseToolReply(text, tools)));
});

test('the tools are described once, in the system message', () => {
  const messages = withTools(
    [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
    ],
    tools,
  );
  assert.equal(messages.length, 2);
  assert.match(messages[0]?.content ?? '', /^Be brief\.[\s\S]*look_up: Looks a word up\./);
  assert.equal(withTools([{ role: 'user', content: 'Hi' }], tools)[0]?.role, 'system');
  assert.match(JSON.stringify(toolSchema(tools)), /"const":"look_up"/);
});
