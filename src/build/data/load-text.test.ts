import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFaults, FaultError, type FilesDep } from '#kernel';
import { fingerprintSources } from './fingerprint-sources.ts';
import { dataConfigSchema } from './contract.ts';
import { loadText } from './load-text.ts';

const { fault } = createFaults({
  DATA_TEST_DENIED: { what: 'Permission denied.', why: '', remedy: '', status: 500, retryable: false },
});

const filesThat = (given: Partial<FilesDep['files']>): FilesDep => ({
  files: {
    read: () => Promise.reject(new FaultError(fault('DATA_TEST_DENIED'))),
    readText: async () => undefined,
    write: async () => undefined,
    glob: async () => ['a.md'],
    exists: async () => true,
    size: async () => 10,
    resolve: (path) => path,
    ...given,
  },
});

const config = dataConfigSchema.parse({ sources: [{ id: 'docs', path: 'docs' }] });
const load = async (given: Partial<FilesDep['files']>) => {
  const loaded = await loadText(filesThat(given), { file: 'docs/a.md', quality: config.quality });
  return loaded.ok ? 'read' : `${loaded.error.check}: ${loaded.error.detail}`;
};

test('a file that may not be read is a finding', async () => {
  assert.equal(await load({}), 'unreadable: Permission denied.');
  assert.deepEqual(Object.keys(await fingerprintSources(filesThat({}), config)), ['docs']);
});

test('a file of a gigabyte is not read at all', async () => {
  assert.match(await load({ size: async () => 1e9 }), /^long: 1000000000 bytes/);
});

test('a file that goes away is a finding, and a bug is not hidden', async () => {
  assert.match(await load({ read: async () => undefined }), /^unreadable/);
  await assert.rejects(load({ read: () => Promise.reject(new TypeError('bug')) }), TypeError);
});
