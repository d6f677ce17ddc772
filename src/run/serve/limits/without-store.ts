import type { Fault } from '#kernel';
import type { GatewayConfig } from '../gateway-contract.ts';
import { limitFaults } from './errors.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import type { Slot } from './lease.ts';
import { isBudget } from './limits-contract.ts';
import { refusalOf } from './refusal.ts';

export interface Demand {
  readonly slot: Slot;
  readonly amount: number;
  readonly now: number;
  readonly withoutStore: GatewayConfig['limitsWithoutStore'];
}

const minuteMs = 60_000;

/** What this process hands out by itself: its share of a rate, and of money whatever is asked for. */
const localRoom = ({ slot, withoutStore }: Demand, processes: number): number | undefined => {
  const isFree = slot.rule.action === 'alert' || (isBudget(slot.kind) && withoutStore.budgets === 'allow');
  if (isFree) return Number.MAX_SAFE_INTEGER;
  if (isBudget(slot.kind) || withoutStore.rates === 'refuse') return undefined;
  return Math.ceil(slot.rule.amount / processes);
};

/**
 * The policy while the store is away and what was leased is used up: rates are counted here, each process having its
 * share of the limit; budgets refuse, or pass and are settled when the store is back.
 */
export const leaseWithoutStore = (
  keeper: Pick<LeaseKeeper, 'nextLease' | 'isValid' | 'processes'>,
  demand: Demand,
): Fault | undefined => {
  const { slot, now, amount } = demand;
  const room = localRoom(demand, keeper.processes());
  if (room === undefined) return limitFaults.fault('SERVE_LIMITS_UNAVAILABLE');
  if (slot.lease?.local === true && keeper.isValid(slot.lease)) return refusalOf(slot, amount, now);
  const taken = slot.kind === 'concurrency' ? (slot.lease?.open ?? 0) : 0;
  const lease = keeper.nextLease(slot);
  lease.local = true;
  lease.endsAt = now + minuteMs;
  lease.room = Math.max(0, room - taken);
  return undefined;
};
