import assert from 'node:assert/strict';
import { test } from 'node:test';
import { escapeHtml, safe } from './html.ts';
import { renderReport, type RenderInput } from './render-report.ts';

const estimate = { value: 0.5, low: 0.4, high: 0.6, level: 0.95, n: 40, method: 'wilson' };
const nasty = '<img src=x onerror=alert(1)> & "quotes"';
const input: RenderInput = {
  project: nasty,
  because: nasty,
  at: Date.UTC(2026, 0, 1),
  kpis: [{ id: 'a', name: 'Accuracy', metric: 'answer-accuracy', target: 0.8, level: 'blocking', because: '' }],
  scorecard: {
    candidateId: 'c',
    candidateName: 'n',
    caseSetVersion: 'v',
    split: 'sealed',
    results: [],
    usd: 0,
    seconds: 1,
    metrics: { 'answer-accuracy': estimate, 'latency-p95': { ...estimate, value: 840, low: 700, high: 1200 } },
    failures: [{ group: 'fact-missing', share: 0.1, caseIds: [nasty] }],
  },
  probes: {
    candidateId: 'c',
    results: [{ id: 'probe', risk: 'injection', outcome: 'leaked', found: ['<script>'], traceId: 't' }],
  },
  report: {
    candidateId: 'c'.repeat(64),
    candidateName: nasty,
    caseSetVersion: 'v',
    sealedUse: 'Use 1 of 5',
    ready: false,
    failedGates: ['kpi-a'],
    gates: [
      {
        id: 'kpi-a',
        name: 'Accuracy',
        verdict: 'fail',
        blocking: true,
        says: nasty,
        target: 'at least 80.0 %',
        measured: estimate,
        evidence: 'e'.repeat(64),
      },
      { id: 'residency', name: 'Residency', verdict: 'pass', blocking: true, says: 'ok', target: 'local' },
    ],
  },
};

const voidTags = new Set(['meta', 'line', 'circle', '!doctype']);

/** Tags that are not closed in the order they were opened. */
const unbalanced = (page: string): readonly string[] => {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, slash, name = ''] of page.matchAll(/<(\/?)([!a-z][a-z0-9]*)[^>]*>/g)) {
    if (voidTags.has(name)) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
};

test('everything from outside is escaped', () => {
  const page = renderReport(input);
  assert.ok(!page.includes('<img') && !page.includes('<script>'));
  assert.ok(page.includes(escapeHtml(nasty)));
  assert.equal(safe`<b title="${'"\''}">${'<i>'}</b>`.html, '<b title="&quot;&#39;">&lt;i&gt;</b>');
});

test('the page is well formed, self-contained and tells every number with unit and interval', () => {
  const page = renderReport(input);
  assert.deepEqual(unbalanced(page), []);
  assert.ok(!/https?:|url\(|@import|<script|<link/.test(page));
  assert.match(page, /50\.0 %<small>40\.0 to 60\.0, 95 % interval, n 40<\/small>/);
  assert.match(page, /840 ms<small>700 to 1200/);
  assert.match(page, /2026-01-01 00:00 UTC/);
  assert.match(page, /<html lang="en">/);
  assert.match(page, /Not ready: 1 blocking gate failed: kpi-a/);
});
