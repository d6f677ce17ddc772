import { z } from 'zod';
import {
  defineRoute,
  err,
  nanoFromUsd,
  ok,
  type ApiKeysDep,
  type ClockDep,
  type KeyRingDep,
  type Route,
} from '#kernel';
import { changeLimits } from './change-limits.ts';
import { limitFaults } from './errors.ts';
import { limitKinds, limitLevels, isBudget } from './limits-contract.ts';
import type { LimitRulesDep } from './port.ts';
import { usageQuerySchema } from './usage-contract.ts';
import type { UsageDep } from './usage-port.ts';

export type LimitRouteDeps = ApiKeysDep & KeyRingDep & LimitRulesDep & UsageDep & ClockDep;

const name = z.string().min(1).max(200);

const newKeySchema = z.strictObject({
  name,
  days: z.number().positive().max(3660).optional(),
  organisation: name.optional(),
  team: name.optional(),
  models: z.array(name).min(1).max(200).optional(),
});

const rotateSchema = z.strictObject({ graceHours: z.number().min(0).max(8760).default(24) });

/** Money in US dollars; `null` takes the limit away. */
const limitOrderSchema = z.strictObject({
  level: z.enum(limitLevels),
  subject: z.string().min(1).max(256).default('*'),
  kind: z.enum(limitKinds),
  amount: z.number().nonnegative().nullable(),
  action: z.enum(['block', 'alert']).default('block'),
  alerts: z.array(z.number().positive().max(10)).max(10).default([0.8, 1]),
});

const msPerHour = 3_600_000;
const unknown = (id: string) => err(limitFaults.fault('SERVE_KEY_UNKNOWN', { id }));

const keyRoutes = ({ apiKeys, keyRing, limitRules, clock }: LimitRouteDeps): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/keys',
    access: 'session',
    summary: 'API keys by their first characters, newest first',
    handle: async () => ok({ kind: 'json', body: { keys: await apiKeys.list() } }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/keys/:id',
    access: 'session',
    summary: 'One API key with its limits and the old secrets that still work',
    handle: async ({ params }) => {
      const id = params['id'] ?? '';
      const key = await keyRing.find(id);
      if (key === undefined) return unknown(id);
      const limits = (await limitRules.list()).filter(({ level, subject }) => level === 'key' && subject === id);
      return ok({ kind: 'json', body: { ...key, limits } });
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/keys',
    access: 'session',
    summary: 'Makes an API key; the reply is the only time it is shown',
    body: newKeySchema,
    handle: async ({ body: { days, organisation, team, models, ...rest }, actor }) => {
      const created = await keyRing.create({
        ...rest,
        actor,
        ...(days !== undefined && { expiresAt: clock.now() + days * 24 * msPerHour }),
        ...(organisation !== undefined && { organisation }),
        ...(team !== undefined && { team }),
        ...(models !== undefined && { models }),
      });
      return ok({ kind: 'json', status: 201, body: created });
    },
  }),
];

const keyChangeRoutes = ({ apiKeys, keyRing }: LimitRouteDeps): readonly Route[] => [
  defineRoute({
    method: 'POST',
    path: '/api/keys/:id/rotate',
    access: 'session',
    summary: 'Gives a key a new secret, shown once; the old one works for the grace period',
    body: rotateSchema,
    handle: async ({ params, body, actor }) => {
      const id = params['id'] ?? '';
      const rotated = await keyRing.rotate({ id, actor, graceMs: Math.round(body.graceHours * msPerHour) });
      return rotated === undefined ? unknown(id) : ok({ kind: 'json', body: rotated });
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/keys/:id/revoke',
    access: 'session',
    summary: 'Ends a key at once, with all its secrets',
    handle: async ({ params, actor }) => {
      const id = params['id'] ?? '';
      return (await apiKeys.revoke({ id, actor })) ? ok({ kind: 'json', body: { revoked: id } }) : unknown(id);
    },
  }),
];

const budgetRoutes = (deps: LimitRouteDeps): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/budgets',
    access: 'session',
    summary: 'All limits and budgets with what is used and held of each in its window',
    handle: async () => ok({ kind: 'json', body: { budgets: await deps.limitRules.standing() } }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/budgets',
    access: 'session',
    summary: 'Sets or takes away one limit or budget',
    body: limitOrderSchema,
    handle: async ({ body: { kind, amount, level, subject, action, alerts }, actor }) => {
      const whole = amount === null || !isBudget(kind) ? (amount ?? undefined) : nanoFromUsd(amount);
      if (whole !== undefined && !Number.isSafeInteger(whole)) {
        return err(limitFaults.fault('SERVE_LIMIT_INVALID', { problem: `${kind} is a whole number` }));
      }
      const target = level === 'project' ? '*' : subject;
      const orders = [{ kind, amount: whole }];
      const changed = await changeLimits(deps, { level, subject: target, orders, actor, action, alerts });
      return changed.ok ? ok({ kind: 'json', body: { limits: changed.value } }) : changed;
    },
  }),
];

const usageRoutes = ({ usage, clock }: LimitRouteDeps): readonly Route[] => [
  defineRoute({
    method: 'GET',
    path: '/api/usage',
    access: 'session',
    summary: 'Calls, tokens and cost of what was served, by up to four of key, model, team, day and so on',
    query: usageQuerySchema,
    handle: async ({ query: { days, by, key } }) => {
      const to = clock.now() + 1;
      const rows = await usage.read({
        from: to - days * 24 * msPerHour,
        to,
        by,
        ...(key !== undefined && { keyId: key }),
      });
      const costNano = rows.reduce((sum, row) => sum + row.costNano, 0);
      return ok({ kind: 'json', body: { days, by, rows, costNano, costUsd: costNano / 1e9 } });
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/usage/traces/:id',
    access: 'session',
    summary: 'What a trace cost: its accounts, with the key that paid',
    handle: async ({ params }) => ok({ kind: 'json', body: { accounts: await usage.ofTrace(params['id'] ?? '') } }),
  }),
];

/** Keys, limits, budgets and usage over HTTP. */
export const limitRoutes = (deps: LimitRouteDeps): readonly Route[] => [
  ...keyRoutes(deps),
  ...keyChangeRoutes(deps),
  ...budgetRoutes(deps),
  ...usageRoutes(deps),
];
