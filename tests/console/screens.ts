import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './browser.ts';
import { startJourneyServer } from './journey-server.ts';
import { consolePages, openPage } from './pages.ts';

const folder = join(import.meta.dirname, '../../artifacts/screens');
const widths = [390, 1280];
const themes = ['light', 'dark'] as const;

/** Pictures of every page at two widths and in both themes; arguments choose pages by name. */
const takeScreens = async (wanted: readonly string[]): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  const server = await startJourneyServer();
  const browser = await launchBrowser();
  const chosen = consolePages.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  for (const theme of themes) {
    for (const width of widths) {
      const context = await browser.newContext({
        viewport: { width, height: width < 700 ? 844 : 800 },
        colorScheme: theme,
        deviceScaleFactor: 1,
      });
      const page = await context.newPage();
      page.on('pageerror', (error) => console.error(page.url(), error.message));
      await page.goto(server.loginLink);
      for (const one of chosen) {
        await openPage(page, server.url, one).catch((error: unknown) =>
          console.error(one.name, String(error).split('\n')[0]),
        );
        await page.waitForTimeout(250);
        await page.screenshot({ path: join(folder, `${one.name}-${width}-${theme}.png`) });
      }
      await context.close();
    }
  }
  await browser.close();
  await server.close();
};

await takeScreens(process.argv.slice(2));
