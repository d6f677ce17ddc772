import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkGold } from './check-gold.ts';
import { loadCases } from './load-cases.ts';
import { makeCase, memoryFiles } from './testing.ts';
import { partCases, versionOf } from './case-version.ts';
import type { DatasetDocument } from '#build/data/contract';

const line = (id: string, split = 'dev') =>
  `  - {id: ${id}, question: 'Why?', kind: code, split: ${split}, answerable: true}\n`;
const file = (...lines: string[]) => `name: set\ncases:\n${lines.join('')}`;
const load = (texts: Record<string, string>, accepted: unknown[] = []) =>
  loadCases(memoryFiles(texts), { cases: Object.keys(texts).concat(texts['none'] ?? []) }, accepted);

test('files and accepted cases come together; the file wins over an accepted case of the same id', async () => {
  const loaded = await load({ 'q.yaml': file(line('a'), line('b', 'sealed')) }, [
    { cases: [makeCase({ id: 'a' }), makeCase({ id: 'c' })] },
    'junk',
  ]);
  assert.ok(loaded.ok);
  assert.deepEqual(
    loaded.value.map(({ id, kind }) => `${id} ${kind}`),
    ['a code', 'c single-fact', 'b code'],
  );
});

test('nothing to evaluate with, a missing file and an id given twice are faults', async () => {
  const cases = [
    [{ 'q.yaml': 'name: set\ncases: []\n' }, 'EVALUATE_DATASET_EMPTY'],
    [{ 'q.yaml': file(line('a', 'sealed')) }, 'EVALUATE_DATASET_EMPTY'],
    [{ 'q.yaml': file(line('a')), 'r.yaml': file(line('a')) }, 'EVALUATE_CASE_INVALID'],
  ] as const;
  for (const [texts, code] of cases) {
    const loaded = await load(texts);
    assert.equal(loaded.ok ? 'ok' : loaded.error.code, code);
  }
  const missing = await loadCases(memoryFiles({}), { cases: ['q.yaml'] });
  assert.equal(missing.ok ? 'ok' : missing.error.code, 'EVALUATE_FILE_MISSING');
});

test('a gold page or heading that does not exist is named with the nearest', () => {
  const document = (id: string): DatasetDocument => ({
    id,
    source: 'fastify',
    path: id,
    title: 'Server',
    textHash: '',
    fileHash: '',
    characters: 1,
    headings: [{ text: '`bodyLimit`', level: 2, offset: 0 }],
    origin: {},
    personalData: {},
  });
  const dataset = { documents: [document('fastify/Reference/Server.md'), document('fastify/Reference/Reply.md')] };
  const check = (page: string, heading?: string) =>
    checkGold(
      [makeCase({ id: 'one', gold: [{ source: 'fastify', page, ...(heading !== undefined && { heading }) }] })],
      dataset,
    );
  assert.ok(check('Reference/Server.md', 'bodyLimit').ok);
  assert.ok(check('Reference/Server.md', 'Server').ok);
  const page = check('Reference/Serve.md');
  assert.ok(!page.ok && page.error.code === 'EVALUATE_GOLD_MISSING');
  assert.match(page.error.what, /Case one names page fastify\/Reference\/Serve\.md/);
  assert.match(page.error.why, /Nearest: fastify\/Reference\/Server\.md/);
  const heading = check('Reference/Server.md', 'bodyLimits');
  assert.ok(
    !heading.ok &&
      /heading "bodyLimits" on page .*Server\.md/.test(heading.error.what) &&
      /`bodyLimit`/.test(heading.error.why),
  );
});

test('the version depends on content, not on order; sealed cases have a version of their own', () => {
  const [a, b] = [makeCase({ id: 'a' }), makeCase({ id: 'b', split: 'sealed' })];
  assert.equal(versionOf([a, b]), versionOf([b, a]));
  const { development, sealed } = partCases([a, b]);
  assert.deepEqual(
    development.cases.map(({ id }) => id),
    ['a'],
  );
  assert.deepEqual(
    sealed.cases.map(({ id }) => id),
    ['b'],
  );
  assert.equal(sealed.version, partCases([makeCase({ id: 'new' }), b]).sealed.version);
  assert.deepEqual(development.counts, { dev: 1, sealed: 1, reviewed: 2, byKind: { 'single-fact': 2 } });
});
