import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { builtInCatalogue, defaultModels, lastResortEmbedding } from './catalogue.ts';
import { parseSource } from './parse-source.ts';

test('reads each kind of source', () => {
  assert.deepEqual(parseSource('file:/models/a.gguf'), { kind: 'file', path: '/models/a.gguf' });
  assert.deepEqual(parseSource('hf:owner/repo/onnx/model.onnx'), {
    kind: 'hf',
    repository: 'owner/repo',
    file: 'onnx/model.onnx',
  });
  assert.deepEqual(parseSource('npm:@scope/name'), { kind: 'npm', package: '@scope/name' });
  assert.deepEqual(parseSource('pypi:one==1.0#a/b.gguf + two#c.gguf'), {
    kind: 'pypi',
    parts: [
      { package: 'one', version: '1.0', member: 'a/b.gguf' },
      { package: 'two', version: undefined, member: 'c.gguf' },
    ],
  });
});

test('refuses what could leave its folder or become an option of a command', () => {
  for (const text of [
    'pypi:--index-url=x#a',
    'pypi:a#../b',
    'hf:a/b/../c',
    'hf:a/b',
    'file:',
    'ftp:a',
    '',
    'pypi:a==1==2#b',
    'npm:../x',
  ]) {
    assert.equal(parseSource(text), undefined, text);
  }
});

test('never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseSource(text)));
});

test('every source of the built-in catalogue can be read, and the defaults exist', () => {
  for (const card of builtInCatalogue) {
    for (const source of [...card.sources, ...card.companions.flatMap(({ sources }) => sources)]) {
      assert.notEqual(parseSource(source), undefined, source);
    }
  }
  const ids = builtInCatalogue.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of [...defaultModels.chat, ...defaultModels.embedding, lastResortEmbedding])
    assert.ok(ids.includes(id), id);
});
