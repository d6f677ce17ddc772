import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { createAccounts } from '#platform/accounts';
import { createTestDatabase } from '#platform/postgres/testing';

/** Ends calls as fast as it can: each is accounted, then its answer ends (here: its id is printed). */
const child = `
import { writeSync } from 'node:fs';
import { createAccounts } from '#platform/accounts';
import { openDatabase, createStores } from '#platform/postgres';
import { createIds, createSystemClock } from '#platform/clock';
import { testAccount } from './src/platform/accounts/testing.ts';
const [dataDirectory, url, project] = process.argv.slice(1);
const opened = await openDatabase({ dataDirectory, url });
if (!opened.ok) throw new Error(opened.error.what);
const ids = createIds();
const deps = { clock: createSystemClock(), ids, database: opened.value, dataDirectory, log: () => undefined };
const accounts = createAccounts({ ...deps, ...createStores(deps, project) }, { dataDirectory, delayMs: 20 });
for (;;) {
  for (let each = 0; each < 50; each += 1) {
    const id = ids.uuid();
    accounts.accounted(testAccount(id));
    writeSync(1, id + '\\n');
  }
  await new Promise((resolve) => setImmediate(resolve));
}
`;

test('kill -9 under load: every account whose answer ended is in the table after the next start, once', async (t) => {
  const stores = await createTestDatabase();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'throughline killed '));
  t.after(() => rm(dataDirectory, { recursive: true, force: true }));
  const answered = new Set<string>();
  for (const lifeMs of [200, 350]) {
    const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', child];
    const running = spawn(process.execPath, [...flags, dataDirectory, stores.database.url(), stores.projectId], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let timer: NodeJS.Timeout | undefined;
    for await (const id of createInterface({ input: running.stdout })) {
      timer ??= setTimeout(() => running.kill('SIGKILL'), lifeMs);
      if (id.length === 36) answered.add(id);
    }
  }
  assert.ok(answered.size > 200, `${answered.size} answers`);
  const accounts = createAccounts({ ...stores, log: () => undefined }, { dataDirectory });
  await accounts.recover();
  const rows = await stores.database.sql
    .selectFrom('accounts')
    .select('id')
    .where('project', '=', stores.projectId)
    .execute();
  const stored = new Set(rows.map(({ id }) => id));
  assert.equal(stored.size, rows.length);
  assert.deepEqual(
    [...answered].filter((id) => !stored.has(id)),
    [],
  );
  assert.deepEqual(await readdir(join(dataDirectory, 'accounts')), []);
  await accounts.close();
});
