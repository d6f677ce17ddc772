import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeText } from './decode-text.ts';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

test('line ends become one kind, and a byte order mark goes', () => {
  assert.deepEqual(decodeText(bytes([0xef, 0xbb, 0xbf], 'a\r\nb\rc')), {
    text: 'a\nb\nc',
    replaced: 0,
    isBinary: false,
  });
});

test('UTF-16 with a byte order mark is read', () => {
  assert.equal(decodeText(bytes([0xff, 0xfe], [0x41, 0, 0xe4, 0])).text, 'Aä');
});

test('each invalid byte is counted; a replacement character that was written is not', () => {
  const long = 'plain text '.repeat(20);
  assert.equal(decodeText(bytes(long, [0xff], long, [0xc3, 0x28])).replaced, 2);
  assert.equal(decodeText(bytes(long, '\uFFFD')).replaced, 0);
});

test('rubbish is binary', () => {
  assert.ok(decodeText(bytes([0, 1, 2, 3], 'text')).isBinary);
  assert.ok(decodeText(Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919) % 251)).isBinary);
  assert.ok(!decodeText(bytes('naïve café, 日本語')).isBinary);
});
