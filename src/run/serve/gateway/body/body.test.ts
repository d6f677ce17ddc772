import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fieldOf, scanBody } from './scan-body.ts';
import { isTrue, readField, readFields } from './read-field.ts';
import { spliceBody } from './splice.ts';

const spaces = fc.constantFrom('', ' ', '\n\t ');
const anObject = fc.dictionary(fc.string({ maxLength: 20, unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }), {
  maxKeys: 12,
});

const bytesOf = (value: unknown, indent: string): Buffer => Buffer.from(JSON.stringify(value, undefined, indent));

test('every outermost field of any object is found where JSON.parse finds it', () => {
  fc.assert(
    fc.property(anObject, spaces, (value, indent) => {
      const scanned = scanBody(bytesOf(value, indent));
      assert.ok(scanned);
      assert.deepEqual(
        scanned.fields.map(({ name, start, end }) => [name, JSON.parse(scanned.bytes.toString('utf8', start, end))]),
        Object.entries(JSON.parse(JSON.stringify(value))),
      );
    }),
    { numRuns: 300 },
  );
});

test('a splice changes the model and nothing else, whatever else is in the body', () => {
  fc.assert(
    fc.property(anObject, fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (rest, before, after) => {
      const body = scanBody(bytesOf({ ...rest, model: before }, ''));
      assert.ok(body);
      const spliced = JSON.parse(spliceBody(body, { model: after, askForUsage: false }).toString());
      assert.deepEqual(spliced, JSON.parse(JSON.stringify({ ...rest, model: after })));
    }),
    { numRuns: 200 },
  );
});

test('usage is asked for without losing what else is asked for', () => {
  const options = fc.option(
    fc.oneof(
      fc.constant(null),
      fc.record({ include_usage: fc.boolean(), other: fc.jsonValue() }, { requiredKeys: [] }),
    ),
    { nil: undefined },
  );
  fc.assert(
    fc.property(anObject, options, (rest, given) => {
      const value = { ...rest, model: 'a', ...(given === undefined ? {} : { stream_options: given }) };
      const body = scanBody(bytesOf(value, ''));
      assert.ok(body);
      const spliced = JSON.parse(spliceBody(body, { model: 'b', askForUsage: true }).toString());
      const expected = { ...value, model: 'b', stream_options: { ...given, include_usage: true } };
      assert.deepEqual(spliced, JSON.parse(JSON.stringify(expected)));
    }),
    { numRuns: 200 },
  );
});

test('the bytes around the model are the client’s own', () => {
  const text = '{ "z" : 1.10, "model" : "a", "big":12345678901234567890, "u":"\\u00e9" }';
  const body = scanBody(Buffer.from(text));
  assert.ok(body);
  assert.equal(spliceBody(body, { model: 'b', askForUsage: false }).toString(), text.replace('"a"', '"b"'));
});

test('a model named twice, or with an escaped name, is replaced everywhere', () => {
  const body = scanBody(Buffer.from('{"model":"free","mod\\u0065l":"dear","x":{"model":"kept"}}'));
  assert.ok(body);
  assert.equal(readField(body, 'model'), 'dear');
  const spliced = spliceBody(body, { model: 'b', askForUsage: false }).toString();
  assert.equal(spliced, '{"model":"b","mod\\u0065l":"b","x":{"model":"kept"}}');
});

test('what is no object, or hides something, is refused', () => {
  const refused = [
    '',
    '[]',
    '"a"',
    '{',
    '{"a"}',
    '{"a":1,}',
    '{"a":1}{"b":2}',
    '{"a":1} x',
    '{"a":tru}',
    '{"a":01}',
    '{"a":"b',
    '{"a":[}]}',
    '{"a":/*"*/1}',
    '{"a":[/*"*/1]}',
    "{'a':1}",
    '{"a":NaN}',
    `{"a":${'['.repeat(200)}${']'.repeat(200)}}`,
    `{${Array.from({ length: 300 }, (_, index) => `"${index}":1`).join()}}`,
  ];
  for (const text of refused) assert.equal(scanBody(Buffer.from(text)), undefined, text.slice(0, 40));
});

test('anything at all ends at once and never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\a1 tn-'.split('')), maxLength: 200 }), (text) => {
      const scanned = scanBody(Buffer.from(text));
      assert.ok(scanned === undefined || scanned.fields.every(({ start, end }) => start < end));
    }),
  );
  const hostile = Buffer.from(`{"a":"${'\\'.repeat(200_000)}`);
  const began = performance.now();
  assert.equal(scanBody(hostile), undefined);
  const quotes = Buffer.from(`{"a":"${'x'.repeat(60)}${'\\"'.repeat(100_000)}"}`);
  assert.ok(scanBody(quotes));
  assert.ok(performance.now() - began < 500);
});

test('single fields are read without the others', () => {
  const body = scanBody(Buffer.from('\ufeff{"stream":true,"n":2,"messages":[1],"bad":[tru],"user":"a\\nb"}'));
  assert.ok(body);
  assert.deepEqual([isTrue(body, 'stream'), isTrue(body, 'n'), isTrue(body, 'none')], [true, false, false]);
  assert.deepEqual(readFields(body, new Set(['n', 'user', 'bad'])), { n: 2, user: 'a\nb' });
  assert.equal(fieldOf(body, 'messages')?.name, 'messages');
});
