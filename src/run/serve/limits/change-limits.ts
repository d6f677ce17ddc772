import { err, ok, type Fault, type KeyRingDep, type Result } from '#kernel';
import { limitFaults } from './errors.ts';
import type { LimitOrder, LimitSubject } from './limit-orders.ts';
import { isBudget, type LimitRule } from './limits-contract.ts';
import type { LimitRulesDep } from './port.ts';

export interface LimitChange extends LimitSubject {
  readonly orders: readonly LimitOrder[];
  readonly actor: string;
  /** For budgets. */
  readonly action?: LimitRule['action'];
  readonly alerts?: LimitRule['alerts'];
}

/** Sets and takes away limits of one subject; a key must exist and be live. */
export const changeLimits = async (
  { limitRules, keyRing }: LimitRulesDep & KeyRingDep,
  { level, subject, orders, actor, action = 'block', alerts = [] }: LimitChange,
): Promise<Result<readonly LimitRule[], Fault>> => {
  if (level === 'key' && subject !== '*') {
    const key = await keyRing.find(subject);
    if (key === undefined || key.revokedAt !== undefined) {
      return err(limitFaults.fault('SERVE_KEY_UNKNOWN', { id: subject }));
    }
  }
  for (const { kind, amount } of orders) {
    if (amount === undefined) await limitRules.remove({ level, subject, kind }, actor);
    else {
      const rule = { level, subject, kind, amount, action, alerts: isBudget(kind) ? [...alerts] : [] };
      await limitRules.set(rule, actor);
    }
  }
  return ok((await limitRules.list()).filter((rule) => rule.level === level && rule.subject === subject));
};
