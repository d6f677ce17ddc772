import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCaseFile } from './parse-case-file.ts';

const good = `name: set
cases:
  - id: one
    question: Why?
    kind: single-fact
    split: dev
    answerable: true
`;

const faultOf = (text: string) => {
  const parsed = parseCaseFile({ path: 'q.yaml', text });
  assert.equal(parsed.ok, false);
  return parsed.ok ? assert.fail() : parsed.error;
};

test('a good file is read with its defaults', () => {
  const parsed = parseCaseFile({ path: 'q.yaml', text: good });
  assert.ok(parsed.ok);
  assert.equal(parsed.value.cases[0]?.difficulty, 'medium');
  assert.equal(parsed.value.cases[0]?.reviewed, true);
});

test('a wrong value is named with file, line, key, value and what was expected', () => {
  const fault = faultOf(good.replace('split: dev', 'split: later'));
  assert.equal(fault.code, 'EVALUATE_CASE_INVALID');
  assert.match(fault.what, /^q\.yaml:6: `cases\.0\.split` is "later"; expected .*"dev"\|"sealed"/);
});

test('a missing key is reported at its parent, and YAML that is broken at its line', () => {
  assert.match(
    faultOf(good.replace('    question: Why?\n', '')).what,
    /^q\.yaml:3: `cases\.0\.question` is absent; expected string/,
  );
  assert.match(faultOf('name: set\ncases: [1, 2').what, /^q\.yaml:2: the file is not YAML/);
  assert.match(faultOf(`${good}extra: 1\n`).what, /q\.yaml:1: the file/);
});

test('aliases that explode are refused, not expanded', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'.split('').map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`),
  ].join('\n');
  assert.equal(faultOf(bomb).code, 'EVALUATE_CASE_INVALID');
});
