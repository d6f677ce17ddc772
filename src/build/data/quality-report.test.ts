import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkText } from './check-text.ts';
import { checkThreshold, createQualityReport } from './quality-report.ts';

const limits = { maximumBadShare: 0.05, minimumCharacters: 10, maximumCharacters: 100 };

test('each check of a text', () => {
  const check = (text: string, more: { replaced?: number; hasFrontMatter?: boolean } = {}) =>
    checkText({ documentId: 'd', text, replaced: 0, hasFrontMatter: false, ...more }, limits).map(
      ({ check: name, severity }) => `${name} ${severity}`,
    );
  assert.deepEqual(check(' \n'), ['empty blocking']);
  assert.deepEqual(check('', { hasFrontMatter: true }), ['empty warning']);
  assert.deepEqual(check('short'), ['short warning']);
  assert.deepEqual(check('x'.repeat(101)), ['long blocking']);
  assert.deepEqual(check('x'.repeat(100), { replaced: 1 }), ['encoding warning']);
  assert.deepEqual(check('x'.repeat(100), { replaced: 2 }), ['encoding blocking']);
  assert.deepEqual(check('x'.repeat(50)), []);
});

test('a report over the threshold is a fault that names the worst documents', () => {
  const bad = { check: 'empty', severity: 'blocking', documentId: 'docs/b.md', detail: 'Nothing.' } as const;
  const fine = { check: 'short', severity: 'warning', documentId: 'docs/a.md', detail: 'Little.' } as const;
  const report = createQualityReport({ documents: 10, threshold: 0.05, findings: [fine, bad] });
  assert.deepEqual(report.findings, [bad, fine]);
  assert.deepEqual(report.countsByCheck, { short: 1, empty: 1 });
  const checked = checkThreshold(report);
  assert.ok(!checked.ok && checked.error.code === 'DATA_QUALITY_BELOW_THRESHOLD');
  assert.match(checked.error.why, /docs\/b\.md \(empty: Nothing\.\)/);
  assert.ok(checkThreshold({ ...report, threshold: 0.1 }).ok);
});
