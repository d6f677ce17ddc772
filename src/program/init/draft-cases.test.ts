import assert from 'node:assert/strict';
import { test } from 'node:test';
import { caseSchema } from '#prove/evaluate/contract';
import { draftCases } from './draft-cases.ts';

const filler =
  'Everybody who works here may ask for it at any time, and nobody is refused without a reason that is written down.';
const page = (name: string) => ({
  path: `${name}.md`,
  text: `# ${name}\n\n## How to book travel\n\n${filler} Use \`Concur ${name}\` and ask first.\n`,
});

test('drafts are valid cases with gold and a fact from the section, all unreviewed', () => {
  const cases = draftCases('docs', [
    page('alpha'),
    { path: 'b.md', text: `# Pay\n\n${filler} Pay comes after 14 days.` },
  ]);
  for (const given of cases) assert.equal(caseSchema.safeParse(given).success, true);
  assert.ok(cases.every(({ reviewed }) => !reviewed));
  const travel = cases.find(({ question }) => question === 'How do I book travel?');
  assert.deepEqual(travel?.facts, [['Concur alpha']]);
  assert.deepEqual(travel?.gold, [{ source: 'docs', page: 'alpha.md', heading: 'How to book travel' }]);
});

test('the same question is drafted once, and both splits get some', () => {
  const cases = draftCases('docs', ['a', 'b', 'c'].map(page));
  assert.equal(cases.filter(({ kind }) => kind === 'single-fact').length, 1);
  assert.deepEqual(new Set(cases.map(({ split }) => split)), new Set(['dev', 'sealed']));
});

test('headings inside code are not sections', () => {
  const cases = draftCases('docs', [
    { path: 'c.md', text: `# Real\n\n${filler}\n\n\`\`\`sh\n# not a heading\n\`\`\`\nUse \`tool\`.` },
  ]);
  assert.equal(cases[0]?.gold[0]?.heading, 'Real');
});
