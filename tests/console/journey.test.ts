import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { axe } from './axe.ts';
import { launchBrowser, listen } from './browser.ts';
import { largeTraceId } from './fixture/traces.ts';
import { startJourneyServer, type JourneyServer } from './journey-server.ts';
import { until } from './pages.ts';

let server: JourneyServer;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

before(async () => {
  [server, browser] = await Promise.all([startJourneyServer(), launchBrowser()]);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  listen(page, complaints);
});

after(async () => {
  await browser.close();
  await server.close();
});

const row = (table: string, index = 1) => page.getByRole('table', { name: table }).getByRole('row').nth(index);
const panel = () => page.getByRole('complementary', { name: /Record|Document/ });

test('without a session the console says how to get one, and the link opens it', async () => {
  await page.goto(server.url);
  await page.getByText('throughline login').waitFor();
  await page.goto(server.loginLink);
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
});

test('the map shows every stage, follows the run, and leads to a stage by keyboard', async () => {
  const tiles = page.locator('[data-stage]');
  await tiles.first().waitFor();
  assert.ok((await tiles.count()) >= 20);
  await page.locator('[data-stage=knowledge]').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Knowledge', level: 1 }).waitFor();
  await row('Records of knowledge').focus();
  await page.keyboard.press('Enter');
  await panel().getByRole('heading', { name: 'Made from' }).waitFor();
  await panel().getByRole('button', { name: 'Copy the id' }).first().click();
  assert.match(await page.evaluate<string>('navigator.clipboard.readText()'), /^[0-9a-f]{64}$/);
  await page.keyboard.press('Escape');
  await panel().waitFor({ state: 'detached' });
});

test('search and commands are one key away, and ? lists the keys', async () => {
  await page.keyboard.press('/');
  await page.getByRole('combobox', { name: 'Search' }).fill('reply');
  await page.getByRole('option').filter({ hasText: 'Documents' }).first().waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Command' }).fill('experiments');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Experiments', level: 1 }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await page.getByRole('heading', { name: 'Ledger', level: 1 }).waitFor();
});

test('the ledger is verified, and an entry opens', async () => {
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByText('intact').waitFor();
  await row('Ledger').click();
  await page.getByRole('heading', { name: /^Entry/ }).waitFor();
});

test('data: filter the documents, open one beside the list, look at the findings', async () => {
  await page.goto(`${server.url}/stages/data`);
  await page.getByLabel('Filter by title or path').fill('server');
  await row('Documents').click();
  await panel().getByText('SHA-256').waitFor();
  await page.getByRole('link', { name: 'Quality' }).click();
  await page.getByRole('button', { name: /broken link/ }).click();
  assert.ok((await page.getByRole('table', { name: 'Findings' }).getByRole('row').count()) > 1);
});

test('experiments: the chart, then two candidates question by question', async () => {
  await page.goto(`${server.url}/stages/experiments`);
  await page.locator('figure svg').first().waitFor();
  await page
    .getByRole('link', { name: /questions of/ })
    .nth(1)
    .click();
  await page.getByRole('button', { name: /^gained \d+$/ }).click();
  assert.equal(await page.getByRole('article').count(), 2);
});

test('evaluation: a failure group leads to a question with what was expected', async () => {
  await page.goto(`${server.url}/stages/evaluate`);
  await page.getByRole('group', { name: 'Failures by group' }).getByRole('button').first().click();
  await row('Questions').click();
  await page.getByRole('region', { name: 'Question' }).getByText('Expected').waitFor();
});

test('readiness: a waiver needs a name and a reason', async () => {
  await page.goto(`${server.url}/stages/readiness`);
  await page
    .getByRole('button', { name: /^Waive/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  assert.ok(await dialog.getByRole('button', { name: 'Waive the gate' }).isDisabled());
  assert.deepEqual(await axe(page), []);
  await dialog.getByLabel('Your name').fill('Priya Raman');
  await dialog.getByLabel('Reason').fill('Accepted for the pilot group only.');
  await dialog.getByRole('button', { name: 'Waive the gate' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('It counts from the next run on.').waitFor();
});

test('rollout: roll back with a reason', async () => {
  await page.goto(`${server.url}/stages/rollout`);
  await page.locator('figure svg').first().waitFor();
  await page.getByRole('button', { name: 'Roll back' }).click();
  await page.getByLabel('Reason').fill('Complaints from the support rota.');
  await page.getByRole('button', { name: 'Roll back now' }).click();
  await page.getByText(/rolled back by Priya Raman/).waitFor();
});

test('ask: a streamed answer, its paragraph, a thumb, its trace, its lineage', async () => {
  await page.goto(`${server.url}/chat`);
  await page
    .getByLabel('Question')
    .fill('How large can a request body get before Fastify rejects it, if I have not configured anything?');
  await page.keyboard.press('Enter');
  await page.getByRole('list', { name: 'Sources' }).getByRole('link').first().click();
  await panel().locator('mark').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Good answer' }).click();
  await page.getByLabel('Why (optional)').fill('Exactly the number.');
  await page.keyboard.press('Enter');
  await page.getByText('Noted').waitFor();
  await page.getByRole('link', { name: 'Trace', exact: true }).click();
  await page.getByRole('tree', { name: 'Spans' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('treeitem').filter({ hasText: 'retrieve' }).click();
  await page.getByRole('heading', { name: /^Passages found/ }).waitFor();
  await page.getByRole('link', { name: 'Answer lineage' }).click();
  await page.getByRole('region', { name: 'Source document' }).locator('mark').first().waitFor();
});

test('ask: what the sources do not hold is shown as refused', async () => {
  await page.goto(`${server.url}/chat`);
  await page.getByRole('button', { name: /\?$/ }).last().click();
  await page.getByText(/^Refused/).waitFor();
});

test('traces: filter, scroll far, open a trace of 10,000 spans', async () => {
  await page.goto(`${server.url}/traces`);
  await row('Traces').waitFor();
  await page.evaluate('document.querySelector("[role=region][aria-label=Traces]").scrollTop = 1e6');
  await until(page, 'document.querySelector("[role=table]").getAttribute("aria-rowcount") > 250');
  await page.goto(`${server.url}/traces/${largeTraceId}`);
  await page.getByText('1,000 of 10,009 spans').waitFor();
  await page.getByText('9,009 more').waitFor();
  await page.getByRole('button', { name: 'Load them' }).click();
  await page.getByText('10,000 of 10,009 spans').waitFor();
  await page.getByText('9 more are not loaded').waitFor();
});

test('traces: probes and tests stand behind a filter that one can see', async () => {
  await page.goto(`${server.url}/traces`);
  await row('Traces').waitFor();
  const probe = page.getByRole('row').filter({ hasText: 'readiness probe' });
  assert.equal(await probe.count(), 0);
  await page.getByLabel('Kind').selectOption('With calls, tests and probes');
  await probe.waitFor();
  assert.match(page.url(), /traffic=all/);
});

test('trial: 1, 2 and 0 rate blind pairs, and the result is asked for', async () => {
  await page.goto(`${server.url}/stages/trials`);
  for (const [key, done] of [
    ['1', 1],
    ['2', 2],
    ['0', 3],
  ] as const) {
    await page.getByText('Which helps more?').waitFor();
    await page.keyboard.press(key);
    await page.getByText(`${done} of 12 rated`).waitFor();
  }
  await page.getByRole('button', { name: 'Show the result' }).click();
  await page.getByText(/^Preferred/).waitFor();
});

test('learn: complete a drafted question and accept it', async () => {
  await page.goto(`${server.url}/stages/learn`);
  await page.getByRole('checkbox').first().check();
  await page.getByLabel('Facts a good answer must contain').fill('fastify-plugin | the plugin wrapper');
  await page.getByRole('button', { name: 'Accept one question' }).click();
  await page.getByLabel('Reason').fill('Asked often.');
  await page.getByRole('dialog').getByRole('button', { name: 'Accept' }).click();
  await page.getByText('Accepted before').waitFor();
});

test('lineage opens step by step from a release', async () => {
  await page.goto(`${server.url}/lineage`);
  await page
    .getByRole('link', { name: /rollout\/release/ })
    .first()
    .click();
  const more = page.getByRole('button', { name: /^Show \d+ more/ });
  await more.first().waitFor();
  const nodes = await page.locator('.react-flow__node').count();
  await more.first().press('Enter');
  await until(page, `document.querySelectorAll('.react-flow__node').length > ${nodes}`);
});

test('no page complained to the browser console', () => {
  assert.deepEqual(complaints, []);
});
