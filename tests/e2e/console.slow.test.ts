import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { chromiumPath, launchBrowser, listen } from '../console/browser.ts';
import { makeReleased, type TestProject } from './project.ts';
import { serve, type TestServer } from './server.ts';

// The journey through every area runs against a fixture; this one proves that the real server gives what the pages read.
const skip = chromiumPath() === undefined ? 'there is no Chromium' : false;

let project: TestProject;
let server: TestServer;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

before(async () => {
  if (skip !== false) return;
  project = await makeReleased();
  [server, browser] = await Promise.all([serve(project), launchBrowser()]);
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(20_000);
  listen(page, complaints);
});

after(async () => {
  if (skip !== false) return;
  await browser.close();
  await server.stop();
  project.remove();
});

test('the login link opens the map of a released project', { skip }, async () => {
  await page.goto(server.login);
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  await page.locator('[data-stage=rollout]').waitFor();
  assert.equal(await page.locator('[data-stage]').count(), 23);
});

test('a question is answered with citations, and a thumb is taken', { skip }, async () => {
  await page.goto(`${server.url}/chat`);
  await page.getByLabel('Question').fill('What does the bodyLimit option do?');
  await page.keyboard.press('Enter');
  const thumb = page.getByRole('button', { name: 'Good answer' }).first();
  await thumb.waitFor();
  const posted = page.waitForResponse((response) => response.url().endsWith('/v1/feedback'));
  await thumb.click();
  assert.equal((await posted).ok(), true);
});

test('the trace of the answer is listed, and the ledger is whole', { skip }, async () => {
  await page.goto(`${server.url}/traces`);
  await page.getByText('What does the bodyLimit option do?').first().waitFor();
  await page.goto(`${server.url}/ledger`);
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
    await page.goto(`${server.url}/stages/${path}`);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    assert.equal(await page.getByText(/does not have the shape|went wrong|unexpected/i).count(), 0);
  });
}

test('nothing was reported as an error', { skip }, () => assert.deepEqual(complaints, []));
