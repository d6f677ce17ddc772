import assert from 'node:assert/strict';
import { test } from 'node:test';
import { repeatedCodes, strayCodes, thinEntries, type CataloguePart } from './fault-codes.ts';
import { readCatalogues } from './read-catalogues.ts';
import { readRepository } from './repository.ts';

const parts = await readCatalogues(readRepository());
const entry = { what: 'a', why: 'b', remedy: 'c', status: 422, retryable: false };
const part = (path: string, code: string, changes = {}): CataloguePart => ({
  path,
  catalogue: { [code]: { ...entry, ...changes } },
});

test('the catalogue is read', () => assert.ok(parts.length > 10));

test('fault codes are unique', () => {
  assert.deepEqual(repeatedCodes(parts), []);
  assert.equal(
    repeatedCodes([part('src/run/serve/errors.ts', 'SERVE_A'), part('src/cli/errors.ts', 'SERVE_A')]).length,
    1,
  );
});

test('fault codes say whose they are', () => {
  assert.deepEqual(strayCodes(parts), []);
  assert.equal(strayCodes([part('src/run/serve/errors.ts', 'MODELS_GONE')]).length, 1);
  assert.equal(strayCodes([part('src/run/serve/errors.ts', 'SERVE-gone')]).length, 1);
  assert.deepEqual(strayCodes([part('src/run/serve/errors.ts', 'SERVE_GONE')]), []);
});

test('every fault says what, why and what to do', () => {
  assert.deepEqual(thinEntries(parts), []);
  assert.equal(thinEntries([part('src/run/serve/errors.ts', 'SERVE_GONE', { remedy: ' ' })]).length, 1);
  assert.equal(thinEntries([part('src/run/serve/errors.ts', 'SERVE_GONE', { status: 200 })]).length, 1);
});
