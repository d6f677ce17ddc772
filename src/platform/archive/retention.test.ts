import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createBlobs } from '#platform/blobs';
import { createTestDatabase } from '#platform/postgres/testing';
import { createRetention } from './retention.ts';

test('the sweep leaves the files of batches alone', async () => {
  const { database, projectId, dataDirectory, batches } = await createTestDatabase();
  const blobsFolder = join(dataDirectory, 'retention-blobs');
  const blobs = createBlobs(blobsFolder);
  const retention = createRetention({ database }, { project: projectId, blobsFolder });
  const [kept, orphan] = [await blobs.put('lines of a batch'), await blobs.put('nobody names this')];
  const file = { id: 'file-1', owner: 'key k', filename: 'in.jsonl', bytes: 16, blob: kept, createdAt: 0 };
  await batches.addFile({ ...file, purpose: 'batch' });
  assert.equal(await retention.sweepBlobs(false), 1);
  assert.ok(await blobs.get(kept));
  assert.equal(await blobs.get(orphan), undefined);
});
