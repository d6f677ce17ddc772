import { usdFromNano, type Fault } from '#kernel';
import { limitFaults } from './errors.ts';
import type { Slot } from './lease.ts';
import { isBudget } from './limits-contract.ts';

const { fault } = limitFaults;

const subjectText = ({ level, subject }: Slot): { readonly level: string; readonly subject: string } =>
  level === 'project' ? { level: 'whole', subject: 'project' } : { level, subject };

const secondsUntil = (until: number, now: number): number =>
  Number.isFinite(until) ? Math.max(1, Math.ceil((until - now) / 1000)) : 1;

/** Why a call may not go on, in terms of the counter that has no room for it. */
export const refusalOf = (slot: Slot, amount: number, now: number): Fault => {
  const { kind, rule, free, lease } = slot;
  const who = subjectText(slot);
  const retryAfter = secondsUntil(lease?.endsAt ?? 0, now);
  if (kind === 'concurrency') return fault('SERVE_TOO_MANY_AT_ONCE', { ...who, limit: rule.amount, retryAfter: 1 });
  if (isBudget(kind)) {
    const limitUsd = usdFromNano(rule.amount);
    const leftUsd = usdFromNano(Math.max(0, free));
    return fault('SERVE_BUDGET_SPENT', {
      ...who,
      kind,
      limitUsd,
      leftUsd,
      neededUsd: usdFromNano(amount),
      resetsIn: retryAfter,
    });
  }
  return amount > rule.amount
    ? fault('SERVE_REQUEST_OVER_LIMIT', { ...who, kind, limit: rule.amount, needed: amount })
    : fault('SERVE_RATE_LIMITED', { ...who, kind, limit: rule.amount, retryAfter });
};
