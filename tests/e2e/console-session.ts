import type { Browser, Page } from 'playwright-core';
import { z, type ZodType } from 'zod';
import { chromiumPath, launchBrowser, listen } from '../console/browser.ts';
import type { TestProject } from './project.ts';
import { serve, type TestServer } from './server.ts';

/** Why a browser test cannot run here, or false. */
export const skip = chromiumPath() === undefined ? 'there is no Chromium' : false;

/** A browser that is signed in to a real server. */
export interface ConsoleSession {
  readonly server: TestServer;
  readonly page: Page;
  /** What pages threw or reported as an error. */
  readonly complaints: readonly string[];
  /** Opens a page of the console by its path. */
  readonly open: (path: string) => Promise<void>;
  /** Reads the interface with the browser's session. */
  readonly read: <Body>(path: string, schema: ZodType<Body>) => Promise<Body>;
  readonly close: () => Promise<void>;
}

const signIn = async (browser: Browser, server: TestServer): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(20_000);
  await page.goto(server.login);
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  return page;
};

/** Serves a project and signs a browser in by the login link. */
export const openConsole = async (project: TestProject): Promise<ConsoleSession> => {
  const [server, browser] = await Promise.all([serve(project), launchBrowser()]);
  const page = await signIn(browser, server);
  const complaints: string[] = [];
  listen(page, complaints);
  return {
    server,
    page,
    complaints,
    open: async (path) => void (await page.goto(server.url + path)),
    read: async (path, schema) => schema.parse(await (await page.request.get(server.url + path)).json()),
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
};

/** The bodies of the current records of a type, newest first. */
export const bodiesOf = async <Body>(
  { read }: Pick<ConsoleSession, 'read'>,
  type: string,
  schema: ZodType<Body>,
): Promise<readonly Body[]> => {
  const { records } = await read(
    `/api/records?current=true&type=${type}`,
    z.object({ records: z.array(z.object({ body: schema })) }),
  );
  return records.map(({ body }) => body);
};
