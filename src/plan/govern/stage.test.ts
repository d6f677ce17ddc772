import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPolicy, governStage, retentionDays } from './index.ts';
import { governConfigSchema } from './contract.ts';

const manuals = {
  owner: 'Docs team',
  classification: 'public',
  lawfulBasis: 'not-personal',
  retention: 'P365D',
  allowedUses: ['retrieval'],
} as const;

const input = { projectName: 'p', runId: 'r', signal: AbortSignal.timeout(1000), read: () => [] };

test('the policies of the project file become one record', async () => {
  const config = governConfigSchema.parse({ sources: { manuals } });
  const drafts = await governStage.run({}, { ...input, config });
  assert.ok(drafts.ok);
  assert.deepEqual(drafts.value, [
    {
      type: 'govern/policy',
      body: { sources: { manuals: { ...manuals, licence: 'unknown', personalData: 'mask' } } },
      inputs: [],
    },
  ]);
});

test('a source without a policy, or whose policy forbids the use, is a fault that names it', () => {
  const policy = governConfigSchema.parse({ sources: { manuals } });
  assert.ok(findPolicy(policy, { source: 'manuals', use: 'retrieval' }).ok);
  const missing = findPolicy(policy, { source: 'constructor', use: 'retrieval' });
  assert.ok(
    !missing.ok && missing.error.code === 'GOVERN_POLICY_MISSING' && missing.error.what.includes('constructor'),
  );
  const forbidden = findPolicy(policy, { source: 'manuals', use: 'tuning' });
  assert.ok(!forbidden.ok && forbidden.error.code === 'GOVERN_USE_NOT_ALLOWED');
});

test('retention is whole days', () => {
  assert.deepEqual(retentionDays('P30D'), { ok: true, value: 30 });
  assert.ok(!retentionDays('P1Y').ok);
  assert.ok(!retentionDays('P99999D').ok);
});
