import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2, levels A and AA. */
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

interface AxeOptions {
  /** Rules or tags; WCAG 2.2 AA when absent. */
  readonly rules?: readonly string[];
  /** CSS selector of what is left out. */
  readonly without?: string;
}

/** What axe finds wrong with the page as it stands. */
export const axe = async (page: Page, { rules = wcag, without }: AxeOptions = {}): Promise<readonly string[]> => {
  if (await page.evaluate<boolean>('typeof axe === "undefined"')) await page.evaluate(source);
  const context = JSON.stringify(without === undefined ? {} : { exclude: [[without]] });
  const options = JSON.stringify({ runOnly: rules, resultTypes: ['violations'] });
  const violations = await page.evaluate<readonly Violation[]>(
    `axe.run(${without === undefined ? 'document' : context}, ${options}).then((result) => result.violations)`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  );
};
