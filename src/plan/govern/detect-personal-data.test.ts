import assert from 'node:assert/strict';
import { cpuUsage } from 'node:process';
import { test } from 'node:test';
import fc from 'fast-check';
import { countPersonalData, detectPersonalData, maskPersonalData } from './index.ts';

const kinds = (text: string): readonly string[] =>
  detectPersonalData(text).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

const personal: Readonly<Record<string, readonly string[]>> = {
  'write to jane.o-brien+news@mail.acme.co.uk.': ['email jane.o-brien+news@mail.acme.co.uk'],
  'mailto:max@müller.de': ['email max@müller.de'],
  'pay with 4111 1111 1111 1111 today': ['card 4111 1111 1111 1111'],
  'amex 378282246310005': ['card 378282246310005'],
  'IBAN DE89 3704 0044 0532 0130 00, thanks': ['iban DE89 3704 0044 0532 0130 00'],
  gb82west12345698765432: ['iban gb82west12345698765432'],
  'my SSN is 536-90-4399': ['ssn 536-90-4399'],
  'seen from 81.2.69.142 and 2a02:8071:b81::4f12': ['ip 81.2.69.142', 'ip 2a02:8071:b81::4f12'],
  'call +49 89 1234567 or (212) 736-5000': ['phone +49 89 1234567', 'phone (212) 736-5000'],
  'London 020 7946 0958, Paris 01 23 45 67 89': ['phone 020 7946 0958', 'phone 01 23 45 67 89'],
  'dial 785 8949 now': ['phone 785 8949'],
};

for (const [text, expected] of Object.entries(personal)) {
  test(`finds personal data in: ${text}`, () => assert.deepEqual(kinds(text), expected));
}

const harmless = [
  'listen on 127.0.0.1:3000, 0.0.0.0, ::1, 10.1.2.3, 192.168.0.1, 2001:db8::1, 203.0.113.9',
  'user@example.com, me@docs.example.org, git@github.com:a/b.git, logo@2x.png, npm i ai@7.0.1',
  'postgres://admin:secret@db.internal.net/app',
  'version 1.2.3.4 and v10.0.19.1, build 2.0.0.1',
  '4111 1111 1111 1112 fails the checksum; so does DE89 3704 0044 0532 0130 01',
  '2024-01-15 10:30:45, 1700000000000, 12:30:45, 5,000,000 and 3.14159265358979',
  '000-12-3456 666-12-3456 900-12-3456 123-00-4567 123-45-0000 123456789',
  'sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'std::string::value, at most 2147483647, call 404, ISBN 978-3-16-148410-0, +1 212 555 0123',
];

for (const text of harmless) test(`leaves alone: ${text}`, () => assert.deepEqual(kinds(text), []));

test('masking leaves the rest of the text and nothing to find', () => {
  const text = 'a: jane@acme.io, b: 536-90-4399.';
  const matches = detectPersonalData(text);
  assert.equal(maskPersonalData(text, matches), 'a: [EMAIL], b: [SSN].');
  assert.deepEqual(countPersonalData(matches), { email: 1, ssn: 1 });
});

test('matches are sorted, inside the text and do not overlap, whatever the text', () => {
  const piece = fc.constantFrom(
    'jane@acme.io',
    '536-90-4399',
    '4111 1111 1111 1111',
    '+49 89 1234567',
    ' ',
    '0',
    '-',
    '@',
    '.',
    ':',
    '(',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'grapheme' })), { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      let from = 0;
      for (const { start, end } of detectPersonalData(text)) {
        assert.ok(start >= from && end > start && end <= text.length);
        from = end;
      }
    }),
  );
});

const hostile = [
  'a',
  '1',
  'a@',
  '@',
  '1-',
  '(1',
  '+1',
  '0 1',
  '::',
  '1.',
  'DE11',
  '4111 ',
  'call ',
  '1 x1',
  'a.',
  'x@a.',
  'f:',
  '(0)',
];

/** Processor time, best of three, so that other work on the machine does not decide. */
const fastest = (text: string): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const started = cpuUsage();
      detectPersonalData(text);
      return cpuUsage(started).user / 1000;
    }),
  );

test('time grows with the length of hostile text, not with its square', () => {
  for (const unit of hostile) {
    const small = fastest(unit.repeat(10_000 / unit.length));
    const large = fastest(unit.repeat(310_000 / unit.length));
    // 16 times the text: linear work takes 16 times as long, quadratic 256 times. Below 1 ms the clock decides.
    assert.ok(large / Math.max(small, 1) < 100, `${unit}: ${small.toFixed(1)} ms, then ${large.toFixed(1)} ms`);
  }
});
