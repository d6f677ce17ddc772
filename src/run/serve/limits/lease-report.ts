import { ceilingOf, type Lease } from './lease.ts';
import type { LeaseReport } from './port.ts';

/** A report under way. */
export interface Sent {
  readonly lease: Lease;
  readonly report: LeaseReport;
  /** Spent beyond what was leased; the report settles it. */
  readonly debt: number;
}

/** Room that a lease need not keep while nobody waits: all but what it hands out between two looks, all near the limit. */
export const surplusOf = ({ room, taken, slot }: Lease): number => {
  if (room <= 0) return 0;
  return slot.free <= 0 || taken === 0 ? room : Math.max(0, room - Math.max(taken, Math.floor(slot.free / 16)));
};

export const reportOf = (lease: Lease, ttlMs: number): Sent => {
  const { slot, id, room, open, spent } = lease;
  const { level, subject, kind, need, leastNeed } = slot;
  const isCurrent = slot.lease === lease;
  const debt = Math.max(0, -(room + open));
  const lacks = (amount: number): number => Math.max(0, amount - room - debt);
  const report: LeaseReport = {
    lease: id,
    level,
    subject,
    kind,
    ceiling: ceilingOf(slot),
    spent,
    keep: Math.max(0, room + open),
    ...(isCurrent && need !== undefined && { need: lacks(need), leastNeed: lacks(leastNeed) }),
    closed: !isCurrent && open === 0,
    ttlMs,
  };
  return { lease, report, debt };
};
