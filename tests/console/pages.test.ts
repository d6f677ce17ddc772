import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { liveKpisSchema } from '#run/monitor/contract';
import { axe } from './axe.ts';
import { launchBrowser, listen } from './browser.ts';
import { startJourneyServer, type JourneyServer } from './journey-server.ts';
import { consolePages, openPage, type ConsolePage } from './pages.ts';

let server: JourneyServer;
let browser: Browser;
let context: BrowserContext;
const complaints: string[] = [];

before(async () => {
  [server, browser] = await Promise.all([startJourneyServer(), launchBrowser()]);
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(server.loginLink);
  await page.close();
});

after(async () => {
  await browser.close();
  await server.close();
});

const layoutShift = `new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value; }).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(sum), 30);
})`;
const twoFrames = 'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))';
/** The rail is the same on every page; it is looked at once, with the overview. */
const rail = 'aside[aria-label=Navigation]';

const inspect = async (page: Page, one: ConsolePage): Promise<readonly string[]> => {
  await openPage(page, server.url, one);
  const moved = await page.evaluate<number>(layoutShift);
  const leaveOut = one.name === 'overview' ? {} : { without: rail };
  const light = await axe(page, leaveOut);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.evaluate(twoFrames);
  const dark = await axe(page, { rules: ['color-contrast'], ...leaveOut });
  await page.emulateMedia({ colorScheme: 'light' });
  const found = [
    ...(moved > 0.02 ? [`shifts by ${moved.toFixed(3)}`] : []),
    ...light,
    ...dark.map((violation) => `dark, ${violation}`),
  ];
  return found.map((fault) => `${one.name}: ${fault}`);
};

/** Columns of lists that are too narrow for their own names: their cells lie over each other. */
const cutHeaders = `[...document.querySelectorAll('[role=columnheader]')]
  .filter((header) => header.offsetWidth > 0 && [...header.children, header].some((part) => part.scrollWidth > header.clientWidth + 1))
  .map((header) => header.textContent)`;

/** Goes through the pages without loading the program again. */
const widths = async (page: Page, width: number): Promise<readonly string[]> => {
  const found: string[] = [];
  await page.setViewportSize({ width, height: 844 });
  await page.goto(server.url);
  for (const { name, path, ready } of consolePages.filter(({ prepare }) => prepare === undefined)) {
    await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`);
    await page.locator(ready).first().waitFor({ state: 'attached' });
    await page.evaluate(twoFrames);
    const wide = await page.evaluate<number>(
      'document.querySelector("#content").scrollWidth - document.querySelector("#content").clientWidth',
    );
    if (wide > 0) found.push(`${name} is ${wide} px too wide at ${width}`);
    const cut = await page.evaluate<readonly string[]>(cutHeaders);
    if (cut.length > 0) found.push(`${name} has no room for ${cut.join(', ')} at ${width}`);
  }
  return found;
};

const inLane = async (work: (page: Page) => Promise<readonly string[]>): Promise<readonly string[]> => {
  const page = await context.newPage();
  listen(page, complaints);
  const found = await work(page);
  await page.close();
  return found;
};

test('every page: WCAG 2.2 AA in both themes, and nothing jumps while it loads', async () => {
  const waiting = [...consolePages];
  const lane = async (page: Page): Promise<readonly string[]> => {
    const found: string[] = [];
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) found.push(...(await inspect(page, one)));
    return found;
  };
  const found = await Promise.all([inLane(lane), inLane(lane)]);
  assert.deepEqual(found.flat(), []);
});

test('any number of KPIs comes without moving what stands below, and without crowding it', async () => {
  const found = await inLane(async (page) => {
    const faults: string[] = [];
    for (const [width, count] of [
      [1920, 11],
      [1280, 3],
      [1280, 24],
      [390, 9],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.route('**/api/kpis', async (route) => {
        const body = liveKpisSchema.parse(await (await route.fetch()).json());
        const kpis = Array.from({ length: count }, (_, index) => ({
          ...body.kpis[index % body.kpis.length],
          kpi: `kpi-${index}`,
        }));
        await setTimeout(250);
        await route.fulfill({ json: { ...body, kpis } });
      });
      // Once as on the first visit, once when the number is known.
      for (const visit of ['first', 'second']) {
        await page.goto(server.url);
        await page.locator('[data-stage]').first().waitFor();
        const moved = await page.evaluate<number>(layoutShift);
        const tiles = await page.locator('section:has(h2:text-is("KPIs")) a[href="/stages/charter"]').count();
        if (moved > 0.01) faults.push(`${visit} visit, ${count} at ${width}: shifts by ${moved.toFixed(3)}`);
        if (tiles !== Math.min(count, 8)) faults.push(`${count} at ${width}: ${tiles} tiles`);
      }
      await page.unroute('**/api/kpis');
    }
    return faults;
  });
  assert.deepEqual(found, []);
});

test('no page is wider than the screen', async () => {
  const found = await Promise.all([390, 768, 1920].map((width) => inLane(async (page) => widths(page, width))));
  assert.deepEqual(found.flat(), []);
});

test('no page complained to the browser', () => {
  assert.deepEqual(complaints, []);
});
