import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { startJourneyServer, type JourneyServer } from './journey-server.ts';
import { consolePages, openPage, type ConsolePage } from './pages.ts';

const folder = join(import.meta.dirname, '../../artifacts/screens');
const widths = [390, 1280, 1920];
const themes = ['light', 'dark'] as const;

/** A login link works once, so the session is kept for all contexts. */
const openSession = async (browser: Browser, { loginLink }: JourneyServer) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(loginLink);
  const session = await context.storageState();
  await context.close();
  return session;
};

const shoot = async (page: Page, one: ConsolePage, [base, file]: readonly [string, string]): Promise<void> => {
  try {
    await openPage(page, base, one);
  } catch (error) {
    console.error(`${one.name}: ${String(error).split('\n')[0] ?? ''}`);
  }
  await page.waitForTimeout(200);
  await page.screenshot({ path: join(folder, file) });
};

/** Pictures of every page at three widths and in both themes; arguments choose pages by name. */
const takeScreens = async (wanted: readonly string[]): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  const [server, browser] = await Promise.all([startJourneyServer(), launchBrowser()]);
  const storageState = await openSession(browser, server);
  const chosen = consolePages.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  for (const colorScheme of themes) {
    for (const width of widths) {
      const options: BrowserContextOptions = { storageState, colorScheme, viewport: { width, height: 820 } };
      const context = await browser.newContext(options);
      const page = await context.newPage();
      page.setDefaultTimeout(8000);
      page.on('pageerror', (error) => console.error(page.url(), error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') console.error(page.url(), message.text());
      });
      for (const one of chosen) await shoot(page, one, [server.url, `${one.name}-${width}-${colorScheme}.png`]);
      await context.close();
    }
  }
  await browser.close();
  await server.close();
};

await takeScreens(process.argv.slice(2));
