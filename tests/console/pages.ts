import type { Page } from 'playwright-core';
import { gatewayCallId } from './fixture/gateway.ts';

/** A page of the console, and what tells that it has its content. */
export interface ConsolePage {
  readonly name: string;
  readonly path: string;
  /** Selector of something that is there only when the content is. */
  readonly ready: string;
  /** Brings the page into the state worth looking at. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const ask = async (page: Page): Promise<void> => {
  await page
    .getByLabel('Question')
    .fill('How large can a request body get before Fastify rejects it, if I have not configured anything?');
  await page.keyboard.press('Enter');
  await page.getByLabel('Good answer').waitFor();
};

const openFirstRow =
  (table: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('table', { name: table }).getByRole('row').nth(1).click();
  };

const openAnswer = async (page: Page): Promise<void> => {
  await page.getByRole('row').filter({ hasText: 'answered' }).first().click();
  await page.getByRole('link', { name: 'Answer lineage' }).click();
  await page.getByRole('heading', { name: 'Where it comes from' }).waitFor();
};

const press =
  (name: string, field: string) =>
  async (page: Page): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).click();
    await page.getByRole('dialog').getByLabel(field).waitFor();
  };

export const consolePages: readonly ConsolePage[] = [
  { name: 'overview', path: '/', ready: '[data-stage]' },
  { name: 'charter', path: '/stages/charter', ready: '[role=table]' },
  { name: 'assess', path: '/stages/assess', ready: '[role=table]' },
  { name: 'govern', path: '/stages/govern', ready: 'dl' },
  { name: 'models', path: '/stages/models', ready: '[role=table]' },
  {
    name: 'models-catalogue',
    path: '/stages/models?view=catalogue',
    ready: '[role=table]',
    prepare: async (page) => {
      for (const id of ['openai-gpt-4.1-mini', 'mistral-small']) await page.getByLabel(`Compare ${id}`).check();
    },
  },
  { name: 'data', path: '/stages/data', ready: '[role=table]' },
  { name: 'data-document', path: '/stages/data', ready: '[role=table]', prepare: openFirstRow('Documents') },
  { name: 'data-quality', path: '/stages/data?view=quality', ready: '[role=table]' },
  { name: 'stage-generic', path: '/stages/knowledge', ready: '[role=table]' },
  { name: 'strategy', path: '/stages/strategy', ready: '[role=table]' },
  { name: 'evaluate', path: '/stages/evaluate', ready: '[role=table]' },
  { name: 'evaluate-case', path: '/stages/evaluate', ready: '[role=table]', prepare: openFirstRow('Questions') },
  { name: 'experiments', path: '/stages/experiments', ready: 'figure svg' },
  { name: 'experiments-questions', path: '/stages/experiments?view=questions', ready: 'article' },
  { name: 'optimise', path: '/stages/optimise', ready: '[role=table]' },
  { name: 'trials', path: '/stages/trials', ready: 'h2' },
  { name: 'gateway-live', path: '/stages/serve', ready: '[role=table]' },
  { name: 'gateway-keys', path: '/stages/serve?view=keys', ready: '[role=table]' },
  {
    name: 'gateway-key',
    path: '/stages/serve?view=keys',
    ready: '[role=table]',
    prepare: async (page) => {
      await page.getByRole('row').filter({ hasText: 'search backend' }).click();
      await page.getByRole('table', { name: 'Limits of search backend' }).waitFor();
    },
  },
  {
    name: 'gateway-make-key',
    path: '/stages/serve?view=keys',
    ready: '[role=table]',
    prepare: press('Make a key', 'Name'),
  },
  { name: 'gateway-usage', path: '/stages/serve?view=usage', ready: '[role=meter]' },
  {
    name: 'gateway-set-budget',
    path: '/stages/serve?view=usage',
    ready: '[role=meter]',
    prepare: press('Set a budget', 'US dollars'),
  },
  { name: 'gateway-call', path: `/traces/${gatewayCallId}`, ready: '[role=tree]' },
  { name: 'readiness', path: '/stages/readiness', ready: '[role=table]' },
  { name: 'rollout', path: '/stages/rollout', ready: 'figure svg' },
  { name: 'monitor', path: '/stages/monitor', ready: '[role=table]' },
  { name: 'learn', path: '/stages/learn', ready: 'ol' },
  { name: 'operate', path: '/stages/operate', ready: 'h2' },
  { name: 'lineage', path: '/lineage', ready: 'ul a' },
  { name: 'traces', path: '/traces', ready: '[role=table]' },
  { name: 'trace', path: '/traces', ready: '[role=table]', prepare: openFirstRow('Traces') },
  { name: 'answer', path: '/traces', ready: '[role=table]', prepare: openAnswer },
  { name: 'chat', path: '/chat', ready: 'textarea', prepare: ask },
  { name: 'ledger', path: '/ledger?verify=now', ready: '[role=table]' },
];

/** Waits until an expression is true in the page; does not need `eval` there, which the console's policy forbids. */
export const until = async (page: Page, expression: string): Promise<void> => {
  for (const end = Date.now() + 15_000; !(await page.evaluate<boolean>(expression)); await page.waitForTimeout(40)) {
    if (Date.now() > end) throw new Error(`never true: ${expression}`);
  }
};

/** Goes to a page and waits until its content stands. */
export const openPage = async (page: Page, base: string, { path, ready, prepare }: ConsolePage): Promise<void> => {
  await page.goto(base + path);
  await page.locator(ready).first().waitFor();
  await prepare?.(page);
  await until(page, 'document.fonts.status === "loaded" && document.querySelector(".skeleton") === null');
};
