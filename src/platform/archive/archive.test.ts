import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createBlobs } from '#platform/blobs';
import { createTestDatabase } from '#platform/postgres/testing';
import { hasData, restoreBackup, verifyBackup, writeBackup } from './index.ts';

const fixture = async () => {
  const stores = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'throughline-archive-'));
  const blobs = createBlobs(join(folder, 'blobs'));
  const blob = await blobs.put('a paragraph');
  const record = await stores.records.decide(
    { type: 'learn/accepted', body: { text: 'line one\nline two "quoted" \u0000', blob }, inputs: [] },
    { stage: 'learn', actor: 'Tester', reason: 'because' },
  );
  const file = join(folder, 'backup.tar.gz');
  const ledgerHeadFile = join(stores.dataDirectory, 'ledger-head.json');
  const backup = () =>
    writeBackup(stores, {
      file,
      project: stores.projectId,
      blobsFolder: join(folder, 'blobs'),
      createdAt: '2026-01-01T00:00:00Z',
      onProgress: () => undefined,
    });
  return {
    ...stores,
    folder,
    blobs,
    blob,
    record,
    file,
    ledgerHeadFile,
    backup,
    end: () => rm(folder, { recursive: true }),
  };
};

test('a backup restores records, ledger and blobs, byte for byte', async () => {
  const given = await fixture();
  await given.backup();
  const verdict = await verifyBackup(given.file);
  assert.ok(verdict.ok && verdict.value.project === given.projectId);
  const fresh = createBlobs(join(given.folder, 'restored'));
  await restoreBackup(
    { ...given, blobs: fresh },
    { file: given.file, project: given.projectId, replace: true, ledgerHeadFile: given.ledgerHeadFile },
  );
  assert.deepEqual(await given.records.get(given.record.hash), given.record);
  assert.deepEqual(await fresh.get(given.blob), await given.blobs.get(given.blob));
  assert.equal((await given.ledger.verify()).intact, true);
  await given.ledger.append({ actor: 'Tester', kind: 'backup-restore', subject: given.file, payload: null });
  assert.equal((await given.ledger.verify()).intact, true);
  await given.end();
});

test('what came after the backup is gone after a replacing restore, and the ledger says it is whole', async () => {
  const given = await fixture();
  await given.backup();
  for (const kind of ['a-one', 'b-two', 'c-three'])
    await given.ledger.append({ actor: 'Tester', kind, subject: '', payload: null });
  await restoreBackup(given, {
    file: given.file,
    project: given.projectId,
    replace: true,
    ledgerHeadFile: given.ledgerHeadFile,
  });
  assert.equal((await given.ledger.list({ limit: 10 })).length, 1);
  assert.equal((await given.ledger.verify()).intact, true);
  assert.equal(await hasData(given, given.projectId), true);
  assert.equal(await hasData(given, 'nobody'), false);
  await given.end();
});

test('a changed byte, a cut file and rubbish are refused before anything is written', async () => {
  const given = await fixture();
  await given.backup();
  const whole = await readFile(given.file);
  for (const broken of [whole.subarray(0, whole.length - 40), Buffer.from('rubbish'), Buffer.alloc(0)]) {
    await writeFile(given.file, broken);
    assert.equal((await verifyBackup(given.file)).ok, false);
  }
  await given.end();
});
