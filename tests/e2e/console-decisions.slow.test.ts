import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { meanEstimate } from '#kernel/statistics';
import { scorecardSchema } from '#prove/evaluate/contract';
import { trialPlanSchema, type TrialPlan } from '#prove/trials/contract';
import { formatQuantity } from '../../src/console/ui/format-quantity.ts';
import { bodiesOf, openConsole, skip, type ConsoleSession } from './console-session.ts';
import { told } from './program.ts';
import { makeProject, type TestProject } from './project.ts';

// What people decide in the console, by clicks, on the real server: they rate, compare, waive, release, look up and roll back.
let project: TestProject;
let session: ConsoleSession;
let page: Page;

before(async () => {
  if (skip !== false) return;
  project = await makeProject();
  // A target that nothing reaches: the first run ends with failed gates.
  project.edit((given) => ({
    ...given,
    charter: {
      ...given.charter,
      kpis: given.charter.kpis.map((kpi) => (kpi.metric === 'latency-p95' ? { ...kpi, target: 1 } : kpi)),
    },
  }));
  const ran = await project.run('run', '--json');
  assert.equal(ran.code, 100, told(ran));
  session = await openConsole(project);
  ({ page } = session);
});

after(async () => {
  if (skip !== false) return;
  await session?.close();
  project.remove();
});

const sign = async (verb: string, name: string, reason: string): Promise<void> => {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your name').fill(name);
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: verb }).click();
  await dialog.waitFor({ state: 'detached' });
};

/** The names in a trial's plan: a tie, one for the left, all others for the right. */
const wanted = ({ pairs }: TrialPlan, question: string): 'tie' | 'left' | 'right' => {
  const index = pairs.findIndex((pair) => pair.question === question);
  assert.ok(index >= 0, `the plan does not ask ${question}`);
  return (['tie', 'left'] as const)[index] ?? 'right';
};

test('a blind trial is rated by clicks, and its result has the names and an interval', { skip }, async () => {
  const [plan] = await bodiesOf(session, 'trials/plan', trialPlanSchema);
  assert.ok(plan !== undefined && plan.pairs.length >= 3);
  await session.open('/stages/trials');
  await page.getByLabel('Your name').fill('Rita Rater');
  await page.getByRole('button', { name: 'Start' }).click();
  for (const done of plan.pairs.keys()) {
    await page.getByText(`${done} of ${plan.pairs.length} rated by Rita Rater`).waitFor();
    const shown = await page.getByRole('main').innerText();
    for (const { name } of [plan.left, plan.right]) assert.ok(!shown.includes(name), `${name} is told before the end`);
    const pair = plan.pairs.find(({ question }) => shown.includes(question));
    const side = wanted(plan, pair?.question ?? '');
    const label = side === 'tie' ? 'No difference' : side === pair?.firstIs ? 'The first' : 'The second';
    await page.getByRole('button', { name: label }).click();
  }
  await page.getByText('All pairs are rated').waitFor();
  await page.getByRole('button', { name: 'Show the result' }).click();
  const decided = plan.pairs.length - 1;
  const preference = meanEstimate(Array.from({ length: decided }, (_, index) => Number(index > 0)));
  assert.ok(preference !== undefined);
  const { value, interval } = formatQuantity(preference, 'share');
  const result = page.getByText(/^Preferred/);
  assert.match(await result.innerText(), new RegExp(`^Preferred ${plan.right.name} over ${plan.left.name}`));
  const words = await result.innerText();
  assert.ok(interval !== undefined && [value, interval, `n ${decided}`].every((part) => words.includes(part)), words);
  await page
    .getByText(`${plan.left.name} 1, ${plan.right.name} ${decided - 1}, no difference 1. Rated by Rita Rater.`)
    .waitFor();
});

const names = (cards: readonly { readonly candidateName: string }[]): readonly string[] =>
  cards.map(({ candidateName }) => candidateName);

test(
  'experiments: the chart names the frontier, and two candidates differ question by question',
  { skip },
  async () => {
    const cards = await bodiesOf(session, 'experiments/scorecard', scorecardSchema);
    assert.equal(cards.length, 2);
    await session.open('/stages/experiments');
    const chart = page.getByRole('figure');
    const table = page.getByRole('table', { name: 'Candidates' });
    for (const name of names(cards)) {
      await chart.locator('svg').getByText(name, { exact: true }).first().waitFor();
      await table.getByText(name, { exact: true }).waitFor();
    }
    assert.ok((await chart.locator('.recharts-errorBar').count()) >= 2, 'no intervals in the chart');
    await table
      .getByRole('link', { name: /^questions/ })
      .last()
      .click();
    const articles = page.getByRole('article');
    await articles.nth(1).waitFor();
    const shown = await articles.evaluateAll((nodes) => nodes.map((node) => node.getAttribute('aria-label')));
    assert.deepEqual(new Set(shown), new Set(names(cards)), 'two different candidates stand side by side');
    const [left, right] = shown.map((name) => cards.find(({ candidateName }) => candidateName === name));
    const passes = new Set(left?.results.filter(({ failure }) => failure === undefined).map(({ caseId }) => caseId));
    const gained = right?.results.filter(({ caseId, failure }) => failure === undefined && !passes.has(caseId)).length;
    assert.ok(gained !== undefined && gained > 0);
    await page.getByRole('button', { name: `gained ${gained}`, exact: true }).click();
    assert.equal(await page.getByRole('list', { name: 'Questions' }).getByRole('listitem').count(), gained);
    await articles.nth(1).getByText('pass', { exact: true }).waitFor();
    assert.equal(await articles.nth(0).getByText('pass', { exact: true }).count(), 0);
    await articles.nth(1).getByRole('link', { name: 'trace' }).click();
    await page.getByText(/^\d+ of \d+ spans$/).waitFor();
  },
);

const keySchema = z.object({ key: z.string() });
const makeKey = async (): Promise<string> => keySchema.parse((await project.run('keys', 'create', '--json')).last).key;

/** The releases that answered a number of conversations. */
const releasesOf = async (key: string, conversations: number): Promise<ReadonlySet<string | null>> => {
  const served = new Set<string | null>();
  for (let index = 0; index < conversations; index += 1) {
    const response = await fetch(`${session.server.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'throughline',
        user: `conversation ${index}`,
        messages: [{ role: 'user', content: 'What is bodyLimit?' }],
      }),
    });
    await response.text();
    served.add(response.headers.get('x-throughline-release'));
  }
  return served;
};

const stateSchema = z.object({
  state: z.object({ active: z.string().optional(), canary: z.object({ release: z.string() }).optional() }),
});

test('failed gates are waived by a named person, and the release follows', { skip }, async () => {
  await session.open('/stages/rollout');
  await page.getByText('Nothing is released yet').waitFor();
  await session.open('/stages/readiness');
  await page.getByText(/may not be released yet$/).waitFor();
  const failed = page
    .getByRole('row')
    .filter({ has: page.getByText('fail', { exact: true }) })
    .getByRole('button', { name: /^Waive/ });
  const waived = page.getByText('Waived by Wanda Risk: Accepted for the pilot group. It counts from the next run on.');
  const gates = await failed.count();
  assert.equal(gates, 2, 'latency, by questions and under load');
  for (let done = 1; done <= gates; done += 1) {
    await failed.first().click();
    await sign('Waive the gate', 'Wanda Risk', 'Accepted for the pilot group.');
    await waived.nth(done - 1).waitFor();
  }
  await session.open('/');
  await page.getByRole('button', { name: 'Run what is out of date' }).click();
  await session.open('/stages/rollout');
  const serving = page.getByRole('definition').first();
  await serving.getByRole('link').waitFor();
  const { state } = await session.read('/api/rollout', stateSchema);
  assert.equal(await serving.innerText(), state.active?.slice(0, 12));
  assert.deepEqual(await releasesOf(await makeKey(), 3), new Set([state.active]), '/v1 serves it');
  await session.open('/stages/readiness');
  await page.getByText(/may be released$/).waitFor();
  const counted = page.getByText('Waived by Wanda Risk: Accepted for the pilot group.', { exact: true });
  assert.equal(await counted.count(), gates);
});

test('an answer leads to its paragraph and to the file on the disk', { skip }, async () => {
  await session.open('/chat');
  await page.getByLabel('Question').fill('What is bodyLimit?');
  await page.keyboard.press('Enter');
  await page.getByRole('article').getByRole('link', { name: 'Lineage' }).click();
  const source = page.getByRole('region', { name: 'Source document' });
  const mark = source.locator('mark').first();
  await mark.waitFor();
  const file = await page.locator('li').filter({ hasText: /^File/ }).locator('code').innerText();
  const content = readFileSync(join(project.docs, basename(file)));
  assert.ok(content.toString().includes((await mark.innerText()).trim()), `${file} does not hold the marked text`);
  await page.getByRole('link', { name: 'Trace', exact: true }).click();
  await page.getByRole('treeitem').filter({ hasText: 'retrieve' }).first().click();
  await page.getByRole('heading', { name: /^Passages found/ }).waitFor();
  await session.open(`/stages/data?text=${basename(file, '.md')}`);
  await page.getByRole('table', { name: 'Documents' }).getByRole('row').nth(1).click();
  const panel = page.getByRole('complementary', { name: 'Document' });
  const hash = createHash('sha256').update(content).digest('hex');
  await panel.getByTitle(hash).waitFor();
});

test('a release leads back to the data it was made from', { skip }, async () => {
  await session.open('/lineage');
  await page
    .getByRole('link', { name: /rollout\/release/ })
    .first()
    .click();
  const table = page.getByRole('table', { name: 'Records of the lineage' });
  for (const type of ['data/dataset', 'knowledge/index', 'readiness/report'])
    await table.getByText(type, { exact: true }).first().waitFor();
});

test(
  'a running canary is rolled back by the button, and every conversation gets the active release',
  { skip },
  async () => {
    const simulated = await project.run('simulate', '--regression', '--requests', '8', '--rate', '200', '--json');
    assert.equal(simulated.last['decision'], 'continue', told(simulated));
    await session.open('/stages/rollout');
    await page.getByText('a regression put in on purpose').waitFor();
    const { state } = await session.read('/api/rollout', stateSchema);
    const [active, canary] = [state.active ?? '', state.canary?.release ?? ''];
    await page
      .getByRole('link', { name: canary.slice(0, 12) })
      .first()
      .waitFor();
    const key = await makeKey();
    assert.deepEqual(await releasesOf(key, 60), new Set([active, canary]), 'both are served');
    await page.getByRole('button', { name: 'Roll back' }).click();
    await sign('Roll back now', 'Olga Oncall', 'It refuses what it should answer.');
    await page.getByText(/rolled back by Olga Oncall/).waitFor();
    await page.getByText('a regression put in on purpose').waitFor({ state: 'detached' });
    assert.deepEqual(await releasesOf(key, 60), new Set([active]), 'only the active release is served');
    await session.open('/ledger');
    const entry = page.getByRole('row').filter({ hasText: 'Olga Oncall' }).first();
    await entry.click();
    await page.getByText('It refuses what it should answer.').first().waitFor();
  },
);

test('nothing was reported as an error', { skip }, () => assert.deepEqual(session.complaints, []));
