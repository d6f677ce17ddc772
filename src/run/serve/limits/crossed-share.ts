import type { Slot } from './lease.ts';
import { isBudget } from './limits-contract.ts';
import type { LeaseReply, LimitAlert } from './port.ts';

/** The highest share of a budget that has been crossed and not been told yet in this window. */
export const crossedShare = (slot: Slot, { window, spent }: LeaseReply): LimitAlert | undefined => {
  const { level, subject, kind, rule } = slot;
  if (!isBudget(kind) || rule.alerts.length === 0) return undefined;
  const crossed = rule.alerts.filter((share) => spent >= share * rule.amount);
  const share = Math.max(0, ...crossed);
  const told = slot.alerted.window === window ? slot.alerted.share : 0;
  if (share <= told) return undefined;
  slot.alerted = { window, share };
  return { level, subject, kind, window, share, amount: rule.amount, spent };
};
