import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLinks, type LinkedPage } from './check-links.ts';

const page = (path: string, links: readonly string[] = [], headings: readonly string[] = []): LinkedPage => ({
  documentId: `docs/${path}`,
  path,
  links,
  anchors: ['explicit'],
  headings: headings.map((text, index) => ({ text, level: 2, offset: index })),
});

const findings = (links: readonly string[]): readonly string[] =>
  checkLinks([
    page('03-core/01-overview.mdx', links, ['`streamText()` basics']),
    page('03-core/02-settings.mdx', [], ['Max tokens']),
    page('Guides/Index.md'),
  ]).map(({ severity, detail }) => `${severity} ${detail}`);

test('links that lead somewhere are fine, however they are written', () => {
  const good = [
    './02-settings.mdx',
    '02-settings',
    './settings',
    '../Guides/Index.md',
    '../Guides/',
    '/docs/core/settings',
    '/core/overview#streamtext-basics',
    '#streamtext-basics',
    '#explicit',
    './settings#max-tokens',
    'https://elsewhere.org/x',
    'mailto:a@b.c',
    './picture.png',
    '{{ base }}/x',
  ];
  assert.deepEqual(findings(good), []);
});

test('links that lead nowhere are found, relative ones as a warning', () => {
  assert.deepEqual(findings(['./03-gone.mdx', '/docs/providers', './settings#min-tokens', '%E0%A4%A']), [
    'warning No page for the link ./03-gone.mdx',
    'info No page for the link /docs/providers',
    'info No heading for the link ./settings#min-tokens',
    'warning No page for the link %E0%A4%A',
  ]);
});
