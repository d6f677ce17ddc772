import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { axe } from './axe.ts';
import { launchBrowser, listen } from './browser.ts';
import { startFixtureServer, type FixtureServer } from './fixture-server.ts';
import { gatewayCallId } from './fixture/gateway.ts';

let server: FixtureServer;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

before(async () => {
  [server, browser] = await Promise.all([startFixtureServer(), launchBrowser()]);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  listen(page, complaints);
  await page.goto(server.loginLink);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
});

after(async () => {
  await browser.close();
  await server.close();
});

const dialog = () => page.getByRole('dialog');
const key = () => page.getByRole('region', { name: 'Key' });

test('live: the palette leads there, figures move without moving the page', async () => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('gateway');
  await page.keyboard.press('Enter');
  await page.getByRole('table', { name: 'Targets of fast' }).waitFor();
  await page.getByText('open, 21 s').first().waitFor();
  await page
    .getByRole('row', { name: /careful/ })
    .getByText('off by itself')
    .waitFor();
  const first = await page.getByRole('heading', { name: 'Routes' }).boundingBox();
  const told = () => page.getByText(/requests · 9 failed/).textContent();
  const before = await told();
  await page.waitForResponse('**/api/gateway');
  await page.waitForResponse('**/api/gateway');
  assert.notEqual(await told(), before);
  assert.deepEqual(await page.getByRole('heading', { name: 'Routes' }).boundingBox(), first);
});

test('keys: one is made by keyboard, shown once, copied, and opens beside the list', async () => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('make an api key');
  await page.keyboard.press('Enter');
  await dialog().getByLabel('Name').fill('import job');
  await dialog().getByLabel('Team (optional)').fill('search');
  await page.keyboard.press('Enter');
  await dialog().getByText('It is shown this once').waitFor();
  assert.deepEqual(await axe(page), []);
  await dialog().getByRole('button', { name: 'Copy the key' }).click();
  assert.match(await page.evaluate<string>('navigator.clipboard.readText()'), /^tl_\w{40}$/);
  await dialog().getByRole('button', { name: 'I have copied it' }).click();
  await key().getByRole('heading', { name: 'import job' }).waitFor();
  assert.match(page.url(), /key=key-made-1/);
});

test('keys: a limit of its own is set, changed and taken away', async () => {
  await key().getByRole('button', { name: 'Set a limit' }).click();
  assert.ok(await dialog().getByRole('button', { name: 'Set it' }).isDisabled());
  await dialog().getByLabel('Amount').fill('60');
  await page.keyboard.press('Enter');
  await dialog().waitFor({ state: 'detached' });
  await key().getByText('0 of 60').waitFor();
  const change = key().getByRole('button', { name: /^Change Key import job/ });
  await change.click();
  await dialog().getByLabel('Amount').fill('');
  await dialog().getByRole('button', { name: 'Take it away' }).click();
  await change.waitFor({ state: 'detached' });
});

test('keys: rotated with a new secret, then revoked after asking', async () => {
  await key().getByRole('button', { name: 'Rotate' }).click();
  await dialog().getByLabel('Hours that the old secret still works').fill('1');
  await page.keyboard.press('Enter');
  await dialog().getByText('The one before works for 1 h more.').waitFor();
  await page.keyboard.press('Escape');
  await key().getByRole('button', { name: 'Revoke' }).click();
  assert.deepEqual(await axe(page), []);
  await dialog().getByRole('button', { name: 'Revoke the key' }).click();
  await key().getByText('revoked').waitFor();
  assert.equal(await key().getByRole('button').filter({ hasText: 'Rotate' }).count(), 0);
});

test('budgets: one is set for a team; usage is grouped and filtered', async () => {
  await page.getByRole('link', { name: 'Budgets and usage' }).click();
  await page.getByRole('button', { name: 'Set a budget' }).click();
  await dialog().getByLabel('Name').fill('support');
  await dialog().getByLabel('US dollars', { exact: true }).fill('75.5');
  await page.keyboard.press('Enter');
  await page.getByText('$0.00 of $75.50').waitFor();
  await page.getByLabel('Grouping').selectOption('By day and model');
  await page.getByRole('columnheader', { name: 'Day' }).waitFor();
  await page.getByLabel('Only this key').selectOption({ index: 3 });
  assert.match(page.url(), /of=key-support/);
});

test('a call is followed from its key to its cost, and on to the usage of the key', async () => {
  await page.goto(`${server.url}/traces/${gatewayCallId}`);
  await page.getByRole('heading', { name: 'From key to cost' }).waitFor();
  await page.getByText('in the accounts').waitFor();
  await page.getByText('1. anthropic-claude-haiku-4.5: 529').waitFor();
  await page.getByText('1,812 in (of it 1,024 cached), 164 out (of it 64 thought)').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Answer lineage' }).count(), 0);
  await page.getByRole('link', { name: 'its usage' }).click();
  await page.getByRole('table', { name: 'Usage' }).waitFor();
  assert.match(page.url(), /of=key-search/);
});

test('no page complained to the browser console', () => {
  assert.deepEqual(complaints, []);
});
