import { isBudget, type LimitKind, type LimitLevel, type LimitRule } from './limits-contract.ts';

/** What one call takes of each kind. */
export interface Amounts {
  readonly tokens: number;
  readonly costNano: number;
}

/** A part of a counter's window that this process may hand out by itself. */
export interface Lease {
  readonly id: number;
  readonly slot: Slot;
  /** Start of the window, seconds since 1970; undefined until the store has answered. */
  window: number | undefined;
  /** Monotonic time at which the window is surely not over yet. */
  endsAt: number;
  /** May be handed out. Below zero when calls cost more than was estimated. */
  room: number;
  /** Handed out to calls under way. */
  open: number;
  spent: number;
  /** What of `spent` the store knows. */
  reported: number;
  /** The store is asked for more when `room` falls below this. */
  low: number;
  /** Handed out since the last look. */
  taken: number;
  /** Made without the store while it was away. */
  local: boolean;
}

/** One counter that applies to calls of this process. */
export interface Slot {
  readonly level: LimitLevel;
  readonly subject: string;
  readonly kind: LimitKind;
  rule: LimitRule;
  lease: Lease | undefined;
  /** What the store will be asked for; undefined when nothing is. */
  need: number | undefined;
  leastNeed: number;
  /** Neither spent nor held by anybody, when the store was last asked. */
  free: number;
  /** Until this monotonic time the store is not asked again for more than `free`. */
  deniedUntil: number;
  /** The window and the highest share that an alert was given for. */
  alerted: { readonly window: number; readonly share: number };
}

/** A counter that nothing blocks still leases, so that all are kept alike. */
const withoutCeiling = Number.MAX_SAFE_INTEGER;

export const ceilingOf = ({ rule }: Slot): number => (rule.action === 'block' ? rule.amount : withoutCeiling);

export const createSlot = (rule: LimitRule, subject: string): Slot => ({
  level: rule.level,
  subject,
  kind: rule.kind,
  rule,
  lease: undefined,
  need: undefined,
  leastNeed: 0,
  free: 0,
  deniedUntil: 0,
  alerted: { window: 0, share: 0 },
});

export const createLease = (slot: Slot, id: number): Lease => ({
  id,
  slot,
  window: undefined,
  endsAt: 0,
  room: 0,
  open: 0,
  spent: 0,
  reported: 0,
  low: 0,
  taken: 0,
  local: false,
});

export const amountOf = (kind: LimitKind, { tokens, costNano }: Amounts): number => {
  if (kind === 'tokens') return tokens;
  return isBudget(kind) ? costNano : 1;
};

export const take = (lease: Lease, amount: number): void => {
  lease.room -= amount;
  lease.open += amount;
  lease.taken += amount;
};

/** Ends the part that a call had: what it did not use can be handed out again, what it used beyond is owed. */
export const giveBack = (lease: Lease, reserved: number, actual: Amounts): void => {
  const { slot } = lease;
  lease.open -= reserved;
  if (slot.kind === 'concurrency') {
    lease.room += reserved;
    return;
  }
  const used = slot.kind === 'requests' ? reserved : amountOf(slot.kind, actual);
  lease.spent += used;
  lease.room += reserved - used;
  // A minute that is over takes no more tokens: what was not foreseen counts in the minute in which it is known.
  const now = slot.lease;
  if (slot.kind === 'tokens' && used > reserved && now !== undefined && now !== lease) {
    now.spent += used - reserved;
    now.room -= used - reserved;
  }
};
