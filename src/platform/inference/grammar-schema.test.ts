import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chatHistoryOf } from './chat-history.ts';
import { childEnvironment } from './child-environment.ts';
import { grammarSchemaOf } from './grammar-schema.ts';

test('keeps what a grammar can hold and drops the rest', () => {
  const schema = {
    type: 'object',
    additionalProperties: false,
    properties: {
      kind: { enum: ['a', 'b', { no: 1 }] },
      when: { type: 'string', pattern: '^x', format: 'uri' },
      list: { type: 'array', items: { type: 'integer', minimum: 3 }, maxItems: 4 },
      either: { anyOf: [{ type: 'null' }, { const: 7 }] },
    },
  };
  assert.deepEqual(grammarSchemaOf(schema), {
    type: 'object',
    properties: {
      kind: { enum: ['a', 'b'] },
      when: { type: 'string' },
      list: { type: 'array', items: { type: 'integer' }, maxItems: 4 },
      either: { oneOf: [{ type: 'null' }, { const: 7 }] },
    },
  });
});

test('any JSON gives a schema, however deep', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) =>
      assert.equal(typeof grammarSchemaOf(JSON.parse(JSON.stringify(value))), 'object'),
    ),
  );
  const deep = Array.from({ length: 200 }).reduce<object>((inner) => ({ type: 'array', items: inner }), {});
  assert.equal(JSON.stringify(grammarSchemaOf(JSON.parse(JSON.stringify(deep)))).length < 2000, true);
});

test('messages become a history that ends with an open answer', () => {
  const history = chatHistoryOf([
    { role: 'system', content: 'S' },
    { role: 'user', content: 'U' },
    { role: 'assistant', content: '', toolCalls: [{ id: '1', name: 't', arguments: '{}' }] },
    { role: 'tool', content: 'R', toolCallId: '1' },
  ]);
  assert.deepEqual(
    history.map(({ type }) => type),
    ['system', 'user', 'model', 'user', 'model'],
  );
});

test('a child sees no keys', () => {
  assert.deepEqual(childEnvironment({ PATH: '/bin', SECRET_API_KEY: 'x' }), { PATH: '/bin' });
});
