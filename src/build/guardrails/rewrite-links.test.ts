import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rewriteLinks } from './rewrite-links.ts';

const rewritten = (text: string, hosts: readonly string[] = []) => rewriteLinks(text, hosts).text;

test('links and images become their text unless the host is allowed', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['See [docs](https://a.example/x).', 'See docs.'],
    ['![chart](https://evil.example/p.png?d=secret)', 'chart'],
    ['[![badge](https://evil.example/b.svg)](https://evil.example)', 'badge'],
    ['[a](https://evil.example/(x))', 'a'],
    ['<https://evil.example>', '`https://evil.example`'],
    ['go to https://evil.example/x now', 'go to `https://evil.example/x` now'],
    ['<img src="https://evil.example/p" alt="plan"> text', 'plan text'],
    ['<a href="https://evil.example">here</a>', 'here'],
    ['[x]: https://evil.example', '[x] : `https://evil.example`'],
    ['[local](/docs/page.md)', 'local'],
    ['[js](javascript:alert(1))', 'js'],
    ['array[0](call)', 'array0'],
    ['`[code](https://evil.example)`', '`[code](https://evil.example)`'],
    [
      '```\nfetch("https://evil.example")\n```\n[b](https://evil.example)',
      '```\nfetch("https://evil.example")\n```\nb',
    ],
  ];
  for (const [text, expected] of cases) assert.equal(rewritten(text), expected);
});

test('allowed hosts stay, with a wildcard for hosts below', () => {
  assert.equal(
    rewritten('[a](https://docs.example.com/a "t")', ['docs.example.com']),
    '[a](https://docs.example.com/a "t")',
  );
  assert.equal(rewritten('https://x.example.com/a', ['*.example.com']), 'https://x.example.com/a');
  assert.equal(rewritten('[a](https://docs.example.com.evil.example)', ['docs.example.com']), 'a');
  assert.equal(rewritten('[a](https://docs.example.com@evil.example/)', ['docs.example.com']), 'a');
});

test('a fence that a renderer would not see as one hides nothing', () => {
  for (const opening of ['    ```', '- a\n  ```', '``` `', '~~~\n```\n~~~']) {
    assert.doesNotMatch(rewritten(`${opening}\n![x](https://evil.example/p)`), /!\[x\]\(/, opening);
  }
});

test('an HTML block cannot begin, so a fence in it is a fence', () => {
  assert.equal(rewritten('<!--\n```\n-->\nx'), '\\<!--\n```\n-->\nx');
});

test('no image or link with a foreign host survives outside of code', () => {
  const part = fc.constantFrom('[', ']', '(', ')', '!', 'http://evil.example', 'a', ' ', '<', '>', '\\', '\n');
  const property = fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
    assert.doesNotMatch(rewritten(parts.join('')), /\]\([^()`]{0,3}http/);
  });
  fc.assert(property, { numRuns: 500 });
});

/** Processor time, which a busy machine does not change; four times the text may take four times as long, not sixteen. */
const cpuMs = (work: () => unknown): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

test('hostile text takes linear time', () => {
  for (const text of ['[', '![', '](', '<a ', '`', 'http://', '[a](']) {
    const timeOf = (characters: number) => cpuMs(() => rewriteLinks(text.repeat(characters / text.length), []));
    timeOf(10_000);
    assert.ok(timeOf(100_000) < 8 * timeOf(25_000) + 100, text);
  }
});
