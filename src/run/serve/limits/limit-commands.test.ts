import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { CommandArguments } from '#kernel';
import { createAuth } from '#platform/auth';
import { testAccount } from '#platform/accounts/testing';
import { createAccounts } from '#platform/accounts';
import { createTestDatabase } from '#platform/postgres/testing';
import { budgetCommands } from './budget-commands.ts';
import { keyCommands } from './key-commands.ts';
import {
  budgetListSchema,
  keyDetailsSchema,
  keyListSchema,
  shownKeySchema,
  traceAccountsSchema,
  usageReplySchema,
} from './keys-contract.ts';
import { limitRoutes } from './limit-routes.ts';

const open = async () => {
  const stores = await createTestDatabase();
  const deps = { ...stores, ...createAuth(stores, stores.projectId) };
  const run = async (line: string, options: CommandArguments['options'] = {}) => {
    const command = [...keyCommands, ...budgetCommands].find(
      ({ name }) => line === name || line.startsWith(`${name} `),
    );
    assert.ok(command, line);
    const presets = (command.options ?? []).flatMap((option) =>
      'default' in option ? [[/--([a-z]+)/.exec(option.flags)?.[1] ?? '', option.default] as const] : [],
    );
    const positional = line.slice(command.name.length).trim().split(' ').filter(Boolean);
    return command.run(deps, { positional, options: { ...Object.fromEntries(presets), ...options } });
  };
  const json = async (line: string, options: CommandArguments['options'] = {}) => {
    const outcome = await run(line, options);
    if (!outcome.ok) return outcome.error.code;
    return outcome.value.json;
  };
  const route = async (method: string, path: string, given: { body?: unknown; query?: unknown; id?: string } = {}) => {
    const found = limitRoutes(deps).find((each) => each.method === method && each.path === path);
    assert.ok(found, path);
    const reply = await found.handle({
      params: { id: given.id ?? '' },
      body: found.body?.parse(given.body ?? {}),
      query: found.query?.parse(given.query ?? {}),
      actor: 'session',
      headers: {},
      signal: new AbortController().signal,
    });
    return reply.ok && reply.value.kind === 'json' ? reply.value.body : reply.ok ? undefined : reply.error.code;
  };
  return { ...deps, run, json, route };
};

const keySchema = z.object({ key: z.string(), id: z.string() });

test('a key is made with its scope and limits, shown, rotated and revoked by commands', async () => {
  const { json, run, apiKeys } = await open();
  const made = keySchema.parse(
    await json('keys create', { organisation: 'acme', team: 'search', models: 'a, b', requests: '60', days: '7' }),
  );
  const owner = await apiKeys.verify(made.key);
  assert.deepEqual([owner?.organisation, owner?.team, owner?.models], ['acme', 'search', ['a', 'b']]);
  const rotated = keySchema.parse(await json(`keys rotate ${made.id}`, { grace: '1' }));
  assert.ok((await apiKeys.verify(made.key)) && (await apiKeys.verify(rotated.key)));
  const shown = await run(`keys show ${made.id}`);
  assert.ok(shown.ok);
  assert.match(shown.value.text, /still works until[^]*60 requests a minute/);
  assert.ok(!shown.value.text.includes(rotated.key));
  await json(`keys limit ${made.id}`, { requests: 'none', concurrency: '4' });
  const limited = await run(`keys show ${made.id}`);
  assert.ok(limited.ok && /4 calls at once/.test(limited.value.text) && !/requests a minute/.test(limited.value.text));
  await json(`keys revoke ${made.id}`);
  assert.equal(await apiKeys.verify(rotated.key), undefined);
  assert.equal(await json(`keys revoke ${made.id}`), 'SERVE_KEY_UNKNOWN');
  assert.equal(await json(`keys limit ${made.id}`, { requests: '1' }), 'SERVE_KEY_UNKNOWN');
});

test('what makes no sense is refused with what to do', async () => {
  const { json } = await open();
  assert.equal(await json('keys limit', { requests: '1' }), 'SERVE_LIMIT_INVALID');
  assert.equal(await json('keys limit', { team: 'a', wholeProject: true, requests: '1' }), 'SERVE_LIMIT_INVALID');
  assert.equal(await json('keys limit', { team: 'a' }), 'SERVE_LIMIT_INVALID');
  assert.equal(await json('keys limit', { team: 'a', requests: '1.5' }), 'SERVE_LIMIT_INVALID');
  assert.equal(await json('budgets set', { team: 'a', month: '-1' }), 'SERVE_LIMIT_INVALID');
  assert.equal(await json('budgets set', { team: 'a', month: '1', alert: '0' }), 'SERVE_LIMIT_INVALID');
  assert.equal(await json('keys create', { days: 'soon' }), 'SERVE_LIMIT_INVALID');
  assert.equal(await json('keys rotate x', { grace: '-1' }), 'SERVE_LIMIT_INVALID');
  assert.equal(await json('keys rotate x'), 'SERVE_KEY_UNKNOWN');
  assert.equal(await json('usage', { by: 'colour' }), 'SERVE_LIMIT_INVALID');
});

test('budgets are set in dollars and kept in nano-dollars', async () => {
  const { json, run, limitRules } = await open();
  await json('budgets set', { organisation: 'acme', user: 'ann', day: '0.25', alert: '0.5', onlyAlert: true });
  await json('budgets set', { wholeProject: true, month: '100' });
  assert.deepEqual(await limitRules.list(), [
    { level: 'project', subject: '*', kind: 'month', amount: 100_000_000_000, action: 'block', alerts: [0.8, 1] },
    { level: 'user', subject: 'acme/ann', kind: 'day', amount: 250_000_000, action: 'alert', alerts: [0.5] },
  ]);
  const listed = await run('budgets list');
  assert.ok(listed.ok);
  assert.match(listed.value.text, /whole project +USD a month +100\.00 +0\.00/);
  await json('budgets set', { wholeProject: true, month: 'none' });
  assert.equal((await limitRules.list()).length, 1);
});

test('usage is summed by key, model and day, and a trace leads to what it cost', async () => {
  const { json, usage, route, ...deps } = await open();
  const accounts = createAccounts({ ...deps, log: () => undefined }, { dataDirectory: deps.dataDirectory });
  const at = deps.clock.now();
  const trace = 'f'.repeat(32);
  accounts.accounted(testAccount('1', { at, costNano: 3, traceId: trace }));
  accounts.accounted(testAccount('2', { at, costNano: 4, model: 'large', outcome: 'failed' }));
  accounts.accounted(testAccount('3', { at: at - 86_400_000, costNano: 5, keyId: 'other', outcome: 'cached' }));
  await accounts.close();
  const read = async (by: string) => {
    const { rows, costNano } = z
      .object({
        rows: z.array(z.object({ by: z.record(z.string(), z.string()), calls: z.number(), costNano: z.number() })),
        costNano: z.number(),
      })
      .parse(await json('usage', { by }));
    assert.equal(costNano, 12);
    return rows.map((row) => `${Object.values(row.by).join('/')} ${row.calls} ${row.costNano}`);
  };
  assert.deepEqual(await read('key'), ['key-1 2 7', 'other 1 5']);
  assert.deepEqual(await read('model,key'), ['gpt-small/other 1 5', 'large/key-1 1 4', 'gpt-small/key-1 1 3']);
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  assert.deepEqual(await read('day'), [`${day(at - 86_400_000)} 1 5`, `${day(at)} 2 7`]);
  const [paid] = await usage.ofTrace(trace);
  assert.deepEqual(paid, {
    ...testAccount('1', { at, costNano: 3, traceId: trace }),
    usage: { inputTokens: 1200, cachedInputTokens: 200, cacheWriteTokens: 0, outputTokens: 300, reasoningTokens: 0 },
  });
  const over = z.object({ costNano: z.number() }).parse(await route('GET', '/api/usage', { query: { by: 'team' } }));
  assert.equal(over.costNano, 12);
});

test('the same over HTTP', async () => {
  const { route, ledger } = await open();
  const made = keySchema.parse(await route('POST', '/api/keys', { body: { name: 'shop', team: 'search', days: 1 } }));
  const id = made.id;
  assert.ok(keySchema.parse(await route('POST', '/api/keys/:id/rotate', { id })).key !== made.key);
  const rule = { level: 'key', subject: id, kind: 'day', amount: 1.5 };
  await route('POST', '/api/budgets', { body: rule });
  assert.match(
    JSON.stringify(await route('GET', '/api/keys/:id', { id })),
    /"amount":1500000000.*"earlier"|"earlier".*"amount":1500000000/,
  );
  assert.match(JSON.stringify(await route('GET', '/api/budgets')), /"spent":0,"held":0/);
  await route('POST', '/api/budgets', { body: { ...rule, amount: null } });
  assert.deepEqual(await route('GET', '/api/budgets'), { budgets: [] });
  assert.equal(await route('POST', '/api/budgets', { body: { ...rule, kind: 'tokens' } }), 'SERVE_LIMIT_INVALID');
  assert.deepEqual(await route('POST', '/api/keys/:id/revoke', { id }), { revoked: id });
  assert.equal(await route('POST', '/api/keys/:id/rotate', { id }), 'SERVE_KEY_UNKNOWN');
  const kinds = (await ledger.list({ limit: 20 })).map(({ kind, actor }) => `${actor} ${kind}`);
  assert.deepEqual(
    kinds,
    ['key-revoke', 'limit-remove', 'limit-set', 'key-rotate', 'key-create'].map((kind) => `session ${kind}`),
  );
});

test('what the routes answer is what their contracts say; usage may be of one key', async () => {
  const { route, ...deps } = await open();
  const wire = (body: unknown): unknown => JSON.parse(JSON.stringify(body));
  const made = shownKeySchema.parse(wire(await route('POST', '/api/keys', { body: { name: 'shop', team: 'search' } })));
  await route('POST', '/api/budgets', { body: { level: 'key', subject: made.id, kind: 'day', amount: 2.5 } });
  const accounts = createAccounts({ ...deps, log: () => undefined }, { dataDirectory: deps.dataDirectory });
  const at = deps.clock.now();
  for (const keyId of [made.id, 'another']) {
    accounts.accounted(testAccount(deps.ids.uuid(), { keyId, at }));
  }
  await accounts.close();
  assert.equal(keyListSchema.parse(wire(await route('GET', '/api/keys'))).keys[0]?.prefix, made.prefix);
  const shown = keyDetailsSchema.parse(wire(await route('GET', '/api/keys/:id', { id: made.id })));
  assert.deepEqual([shown.team, shown.limits[0]?.amount, shown.earlier], ['search', 2_500_000_000, []]);
  const [budget] = budgetListSchema.parse(wire(await route('GET', '/api/budgets'))).budgets;
  assert.deepEqual([budget?.subject, budget?.spent, budget?.held], [made.id, 0, 0]);
  const all = usageReplySchema.parse(wire(await route('GET', '/api/usage', { query: { by: 'key' } })));
  const own = usageReplySchema.parse(wire(await route('GET', '/api/usage', { query: { by: 'day', key: made.id } })));
  assert.deepEqual([all.rows.length, own.rows.length, own.rows[0]?.calls], [2, 1, 1]);
  const id = testAccount('').traceId;
  const paid = traceAccountsSchema.parse(wire(await route('GET', '/api/usage/traces/:id', { id })));
  assert.equal(paid.accounts.length, 2);
});
