import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderFindings, runDoctor } from './doctor.ts';

test('a check that throws is a finding, and the others still run', async () => {
  const findings = await runDoctor([
    { check: 'disk', look: async () => ({ ok: false, says: '20 MB free', remedy: 'Make room.' }) },
    { check: 'database', look: () => Promise.reject(new Error('gone')) },
    { check: 'runtime', look: async () => ({ ok: true, says: 'Node 24', remedy: 'unused' }) },
  ]);
  assert.deepEqual(
    findings.map(({ check, ok }) => [check, ok]),
    [
      ['disk', false],
      ['database', false],
      ['runtime', true],
    ],
  );
  const text = renderFindings(findings);
  assert.match(text, /✗ disk +20 MB free\n {2}do: Make room\./);
  assert.doesNotMatch(text, /unused/);
});
