import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkRule } from './check-rule.ts';
import { leftovers, looseVersions, resolvedHosts, unexplained, type Manifest } from './manifest.ts';
import { readRepository, root } from './repository.ts';
import { placesOfSomebody } from './texts.ts';

const readText = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest: Manifest = JSON.parse(readText('package.json'));
const explanations = readText('docs/dependencies.md');

checkRule(readRepository(), {
  name: 'nothing names a package registry or a path of one machine',
  check: placesOfSomebody,
  violations: [
    { files: { 'docs/a.md': `https://registry.${'npmjs'}.org/zod` }, says: /names a package registry/ },
    { files: { 'src/a.ts': `const mirror = 'https://${'pypi'}.org/simple';` }, says: /names a package registry/ },
    { files: { 'src/a.ts': `readFile('/ro${'ot'}/.npmrc');` }, says: /path of one machine/ },
    { files: { 'docs/a.md': `cd /ho${'me'}/somebody/throughline` }, says: /path of one machine/ },
    { files: { 'docs/a.md': `see /work${'/'}main/src` }, says: /path of one machine/ },
  ],
});

test('the lock file names no host', () => {
  assert.deepEqual(resolvedHosts(readText('package-lock.json')), []);
  assert.equal(resolvedHosts('"resolved": "https://somewhere/zod.tgz"').length, 1);
});

test('every version is pinned exactly', () => {
  assert.deepEqual(looseVersions(manifest), []);
  assert.equal(
    looseVersions({ dependencies: { a: '^1.0.0', b: '1.0.0' }, devDependencies: { c: 'latest' } }).length,
    2,
  );
});

test('every runtime dependency says why it is there, and nothing else does', () => {
  assert.deepEqual(unexplained(manifest, explanations), []);
  assert.deepEqual(leftovers(manifest, explanations), []);
  assert.deepEqual(unexplained({ dependencies: { a: '1.0.0', b: '1.0.0' } }, '- `a`: the reason `b` is not it'), [
    'b has no line in docs/dependencies.md',
  ]);
  assert.equal(leftovers({ dependencies: {} }, '- `a`, `b`: gone').length, 2);
});
