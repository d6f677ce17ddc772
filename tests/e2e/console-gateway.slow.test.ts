import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { prepareGateway } from '../faults/gateway-under-test.ts';
import { openConsole, skip, type ConsoleSession } from './console-session.ts';

// From a key that is made in the console to the cost of its call, on the real server with a provider behind it.
let gateway: Awaited<ReturnType<typeof prepareGateway>>;
let session: ConsoleSession;
let page: Page;
let key: string;
let traceId: string;

before(async () => {
  if (skip !== false) return;
  gateway = await prepareGateway();
  session = await openConsole(gateway.project);
  ({ page } = session);
});

after(async () => {
  if (skip !== false) return;
  await session?.close();
  await gateway.close();
});

const dialog = () => page.getByRole('dialog');

test('a key that is made in the console is taken by /v1', { skip }, async () => {
  await session.open('/stages/serve?view=keys');
  await page.getByRole('button', { name: 'Make a key' }).first().click();
  await dialog().getByLabel('Name').fill('web shop');
  await dialog().getByLabel('Team (optional)').fill('search');
  await page.keyboard.press('Enter');
  await dialog().getByText('It is shown this once').waitFor();
  key = /tl_[\da-f]{12}_[\w-]{43}/.exec((await dialog().textContent()) ?? '')?.[0] ?? '';
  await dialog().getByRole('button', { name: 'I have copied it' }).click();
  const response = await fetch(`${session.server.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: '500-always.good', messages: [{ role: 'user', content: 'Hi' }] }),
  });
  assert.equal(response.status, 200, await response.text());
  traceId = response.headers.get('x-throughline-trace-id') ?? '';
});

test('the live view counts the call, its tries and the target that failed', { skip }, async () => {
  await session.open('/stages/serve');
  const targets = page.getByRole('table', { name: 'Targets of 500-always.good' });
  await targets.getByRole('row').filter({ hasText: 'f-500-always' }).getByText('3').first().waitFor();
  await page.getByText('1 request').first().waitFor();
});

test('the trace leads from the key to the cost, and the accounts say the same', { skip }, async () => {
  await session.open(`/traces/${traceId}`);
  await page.getByRole('heading', { name: 'From key to cost' }).waitFor();
  await page.getByText('web shop').first().waitFor();
  // 10 tokens at 1 and 5 at 2 dollars a million.
  await page.getByText('$0.00002').first().waitFor();
  await page.getByText('in the accounts').waitFor();
  await page.getByRole('link', { name: 'its usage' }).click();
  const used = page.getByRole('table', { name: 'Usage' }).getByRole('row').filter({ hasText: 'f-good' });
  await used.getByText('$0.00002').waitFor();
  assert.equal(await used.count(), 1);
});

test('nothing was reported as an error', { skip }, () => assert.deepEqual(session.complaints, []));
