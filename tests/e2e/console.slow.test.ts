import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openConsole, skip, type ConsoleSession } from './console-session.ts';
import { throughline, told } from './program.ts';
import { makeReleased, type TestProject } from './project.ts';
import { shellWords, typedLines } from './shown-commands.ts';

// The journey through every area runs against a fixture; this one proves that the real server gives what the pages read.
let project: TestProject;
let session: ConsoleSession;
let page: Page;

before(async () => {
  if (skip !== false) return;
  project = await makeReleased();
  session = await openConsole(project);
  ({ page } = session);
});

after(async () => {
  if (skip !== false) return;
  await session?.close();
  project.remove();
});

test('the login link opens the map of a released project', { skip }, async () => {
  await page.locator('[data-stage=rollout]').waitFor();
  assert.equal(await page.locator('[data-stage]').count(), 23);
});

test('a question is answered with citations, and a thumb is taken', { skip }, async () => {
  await session.open('/chat');
  await page.getByLabel('Question').fill('What does the bodyLimit option do?');
  await page.keyboard.press('Enter');
  const thumb = page.getByRole('button', { name: 'Good answer' }).first();
  await thumb.waitFor();
  const posted = page.waitForResponse((response) => response.url().endsWith('/v1/feedback'));
  await thumb.click();
  assert.equal((await posted).ok(), true);
});

test('the trace of the answer is listed, probes and tests only when asked for', { skip }, async () => {
  await session.open('/traces');
  await page.getByText('What does the bodyLimit option do?').first().waitFor();
  const rows = page.getByRole('table', { name: 'Traces' }).getByRole('row');
  const probe = rows.filter({ hasText: 'readiness probe' });
  assert.deepEqual([await rows.count(), await probe.count()], [2, 0], 'the head and one answer');
  await page.getByLabel('Kind').selectOption('With calls, tests and probes');
  await probe.waitFor();
});

test('the ledger is whole', { skip }, async () => {
  await session.open('/ledger');
  await page.getByRole('button', { name: /verify/i }).click();
  await page
    .getByText(/whole|intact/i)
    .first()
    .waitFor();
});

for (const [path, heading] of [
  ['charter', 'Charter'],
  ['data', 'Data'],
  ['experiments', 'Experiments'],
  ['evaluate', 'Evaluate'],
  ['readiness', 'Readiness'],
  ['rollout', 'Rollout'],
  ['trials', 'Trials'],
  ['learn', 'Learn'],
  ['monitor', 'Monitor'],
  ['operate', 'Operate'],
] as const) {
  test(`the page of ${path} reads the real records`, { skip }, async () => {
    await session.open(`/stages/${path}`);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    assert.equal(await page.getByText(/does not have the shape|went wrong|unexpected/i).count(), 0);
  });
}

test('the command line takes every command that the console shows', async () => {
  const nowhere = ['--project', '/there/is/no/project', '--json'];
  const judge = async (line: string): Promise<void> => {
    const [, ...words] = shellWords(line);
    const end = words.includes('--') ? words.indexOf('--') : words.length;
    const ran = await throughline(words.toSpliced(end, 0, ...nowhere));
    assert.equal(ran.last['code'], 'PROJECT_NOT_FOUND', `${line}: ${told(ran)}`);
  };
  await Promise.all([...new Set(typedLines)].map(judge));
});

test('nothing was reported as an error', { skip }, () => assert.deepEqual(session.complaints, []));
