import { err, ok, type ClockDep, type Command, type Json, type KeyRingDep } from '#kernel';
import { changeLimits } from './change-limits.ts';
import { limitFaults } from './errors.ts';
import { readOrders, readShares, readSubject, subjectOptions } from './limit-orders.ts';
import { budgetKinds } from './limits-contract.ts';
import type { LimitRulesDep } from './port.ts';
import { formatUsd, renderRules, renderStanding, renderTable } from './render-limits.ts';
import { usageQuerySchema } from './usage-contract.ts';
import type { UsageDep } from './usage-port.ts';

export type BudgetCommandDeps = KeyRingDep & LimitRulesDep & UsageDep & ClockDep;

const msPerDay = 86_400_000;

const toJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));
const invalid = (problem: string) => err(limitFaults.fault('SERVE_LIMIT_INVALID', { problem }));

/** `throughline budgets set [id]`. */
const budgetsSet: Command<BudgetCommandDeps> = {
  name: 'budgets set',
  usage: '[id]',
  description: 'Sets budgets in US dollars for a day, week or month (UTC): of a key, organisation, team, user or all',
  example: 'throughline budgets set --team search --month 200 --alert 0.5,0.8',
  options: [
    { flags: '--day <usd>', description: 'US dollars a day; none takes the budget away' },
    { flags: '--week <usd>', description: 'US dollars a week, from Monday, or none' },
    { flags: '--month <usd>', description: 'US dollars a month, or none' },
    { flags: '--alert <shares>', description: 'shares of it that are said when they are crossed', default: '0.8,1' },
    { flags: '--only-alert', description: 'calls pass when it is spent; without this they are refused' },
    ...subjectOptions,
  ],
  run: async (deps, { positional, options }) => {
    const subject = readSubject(positional[0], options);
    if (!subject.ok) return subject;
    const orders = readOrders(budgetKinds, options);
    if (!orders.ok) return orders;
    if (orders.value.length === 0) return invalid('give --day, --week or --month');
    const alerts = readShares(options['alert']);
    if (!alerts.ok) return alerts;
    const action = options['onlyAlert'] === true ? 'alert' : 'block';
    const change = { ...subject.value, orders: orders.value, actor: 'command', action, alerts: alerts.value } as const;
    const changed = await changeLimits(deps, change);
    if (!changed.ok) return changed;
    return ok({ text: renderRules(changed.value), json: toJson({ limits: changed.value }), exitCode: 0 });
  },
};

/** `throughline budgets list`. */
const budgetsList: Command<BudgetCommandDeps> = {
  name: 'budgets list',
  description: 'Lists all limits and budgets, and how much of each is used in this minute, day, week or month',
  example: 'throughline budgets list',
  run: async ({ limitRules }) => {
    const budgets = await limitRules.standing();
    const text = budgets.length === 0 ? 'no limits yet: throughline budgets set' : renderStanding(budgets);
    return ok({ text, json: toJson({ budgets }), exitCode: 0 });
  },
};

/** `throughline usage`. */
const usageCommand: Command<BudgetCommandDeps> = {
  name: 'usage',
  description: 'Calls, tokens and cost of what was served, by key, model, team, day and so on',
  example: 'throughline usage --by day,model --days 7',
  options: [
    {
      flags: '--by <names>',
      description: 'up to four of key, model, provider, route, organisation, team, user, outcome, day',
      default: 'key',
    },
    { flags: '--days <n>', description: 'how far back', default: '30' },
    { flags: '--key <id>', description: 'only this key' },
  ],
  run: async ({ usage, clock }, { options }) => {
    const parsed = usageQuerySchema.safeParse({ by: options['by'], days: options['days'] });
    if (!parsed.success) return invalid('--by or --days is not one of what it may be');
    const { by, days } = parsed.data;
    const [to, keyId] = [clock.now() + 1, options['key']];
    const query = { from: to - days * msPerDay, to, by, ...(typeof keyId === 'string' && { keyId }) };
    const rows = await usage.read(query);
    const costNano = rows.reduce((sum, row) => sum + row.costNano, 0);
    const table = rows.map((row) => [
      ...by.map((dimension) => row.by[dimension] || '-'),
      ...[row.calls, row.failed, row.cached, row.inputTokens, row.outputTokens].map(String),
      formatUsd(row.costNano),
    ]);
    const head = [...by, 'calls', 'failed', 'cached', 'tokens in', 'tokens out', 'USD'];
    const text = rows.length === 0 ? `nothing was served in ${days} days` : renderTable([head, ...table]);
    return ok({ text, json: toJson({ days, by, rows, costNano, costUsd: costNano / 1e9 }), exitCode: 0 });
  },
};

export const budgetCommands: readonly Command<BudgetCommandDeps>[] = [budgetsSet, budgetsList, usageCommand];
