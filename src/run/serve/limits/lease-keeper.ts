import type { ClockDep, LogDep } from '#kernel';
import { crossedShare } from './crossed-share.ts';
import { createLease, type Lease, type Slot } from './lease.ts';
import { reportOf, surplusOf, type Sent } from './lease-report.ts';
import { isBudget, type LimitKind } from './limits-contract.ts';
import type { LeaseReply, LimitStoreDep } from './port.ts';
import { createStoreCall, type StoreCall, type StoreCallOptions } from './store-call.ts';

export interface KeeperOptions extends StoreCallOptions {
  /** Leases of rates and places come back when their process was not seen for so long. */
  readonly rateTtlMs: number;
  readonly budgetTtlMs: number;
}

/** Holds the leases of one process against the store: one statement at a time, for everybody who asks. */
export interface LeaseKeeper extends Pick<StoreCall, 'isAway' | 'processes'> {
  /** Resolves when the store has answered, or is away. */
  readonly ask: (slot: Slot, amount: number) => Promise<void>;
  /** Asks in the background for whatever may be had. */
  readonly nudge: (slot: Slot) => void;
  /** Reports what was spent and gives back what is not used. */
  readonly look: () => Promise<void>;
  /** The lease is given back, now and as its calls end. */
  readonly close: (slot: Slot) => void;
  /** Gives everything back; false when the store did not take it. */
  readonly closeAll: () => Promise<boolean>;
  readonly isValid: (lease: Lease) => boolean;
  readonly nextLease: (slot: Slot) => Lease;
  /** Leases in use, and those that were closed and are not settled with the store yet. */
  readonly count: () => number;
}

const batchSize = 500;
/** An idle process shows that it lives this often. */
const beatMs = 2_000;
/** A refusal of the store is believed for so long. */
const denialMs = 100;

const isMinute = (kind: LimitKind): boolean => kind === 'requests' || kind === 'tokens';

/** What the keeper has at hand. */
interface Ledger {
  readonly clock: ClockDep['clock'];
  readonly store: StoreCall;
  readonly closing: Set<Lease>;
  /** Counters with a lease. */
  readonly leased: Set<Slot>;
  readonly queue: Set<Slot>;
  readonly ttlOf: (kind: LimitKind) => number;
  leases: number;
}

const isValid = ({ store, ttlOf }: Ledger, lease: Lease, now: number): boolean =>
  now < lease.endsAt && (lease.local || now < store.seenAt() + ttlOf(lease.slot.kind));

/** Nobody counts on a minute that is over, and what a process counted by itself counts for it alone. */
const isForgotten = (lease: Lease, now: number): boolean =>
  isMinute(lease.slot.kind) && (lease.local || (lease.window !== undefined && now >= lease.endsAt));

const close = ({ closing, leased }: Ledger, slot: Slot, now: number): void => {
  const { lease } = slot;
  leased.delete(slot);
  slot.lease = undefined;
  if (lease !== undefined && !isForgotten(lease, now)) closing.add(lease);
};

const nextLease = (ledger: Ledger, slot: Slot, now: number): Lease => {
  close(ledger, slot, now);
  ledger.leases += 1;
  const lease = createLease(slot, ledger.leases);
  slot.lease = lease;
  ledger.leased.add(slot);
  return lease;
};

/** What was not renewed in time may have been given to others. */
const endInvalid = (ledger: Ledger, slot: Slot, now: number): void => {
  const { lease } = slot;
  if (lease === undefined || (!lease.local && isValid(ledger, lease, now))) return;
  lease.room = Math.min(0, lease.room);
  if (lease.local || (lease.window !== undefined && now >= lease.endsAt)) close(ledger, slot, now);
};

/** Keeps what the next calls will need, and nothing of an idle lease. */
const shrink = (ledger: Ledger, lease: Lease, now: number): void => {
  lease.room -= surplusOf(lease);
  if (lease.taken === 0 && lease.open === 0) close(ledger, lease.slot, now);
  lease.taken = 0;
};

/** What is reported of a slot now, and asked for it. */
const prepare = (ledger: Ledger, slot: Slot, now: number): Sent | undefined => {
  endInvalid(ledger, slot, now);
  const isAsking = slot.need !== undefined;
  const lease = slot.lease ?? (isAsking ? nextLease(ledger, slot, now) : undefined);
  if (lease === undefined) return undefined;
  if (!isAsking) shrink(ledger, lease, now);
  return reportOf(lease, ledger.ttlOf(slot.kind));
};

const collect = (ledger: Ledger): ReadonlyMap<number, Sent> => {
  const now = ledger.clock.monotonic();
  const sent = new Map<number, Sent>();
  for (const lease of ledger.closing) {
    if (sent.size >= batchSize) break;
    lease.room = Math.min(0, lease.room);
    sent.set(lease.id, reportOf(lease, ledger.ttlOf(lease.slot.kind)));
  }
  for (const slot of ledger.queue) {
    if (sent.size >= 2 * batchSize) break;
    ledger.queue.delete(slot);
    const each = prepare(ledger, slot, now);
    [slot.need, slot.leastNeed] = [undefined, 0];
    if (each !== undefined) sent.set(each.lease.id, each);
  }
  return sent;
};

const accept = (
  { clock, store, closing }: Ledger,
  sent: Sent,
  given: LeaseReply & { readonly sentAt: number },
): void => {
  const { lease, report, debt } = sent;
  const { slot } = lease;
  lease.window = given.window;
  lease.endsAt = given.sentAt + given.leftMs;
  lease.reported = report.spent;
  lease.room += given.granted + debt;
  if (report.closed && lease.spent === report.spent) closing.delete(lease);
  const crossed = crossedShare(slot, given);
  if (crossed !== undefined) store.alert(crossed);
  if (slot.lease !== lease) return;
  slot.free = given.free;
  if (report.need === undefined) return;
  lease.low = given.granted / 2;
  if (given.granted < report.need && given.leftMs > 0) slot.deniedUntil = clock.monotonic() + denialMs;
};

/** Sends what is queued, one call after the other; who joins waits for the call that takes it along. */
const createPump = (ledger: Ledger) => {
  let [pumping, joined] = [false, false];
  let next = Promise.withResolvers<undefined>();
  const once = async (): Promise<void> => {
    const sent = collect(ledger);
    const { replies, sentAt } = await ledger.store.sync([...sent.values()].map(({ report }) => report));
    for (const reply of replies) {
      const each = sent.get(reply.lease);
      if (each !== undefined) accept(ledger, each, { ...reply, sentAt });
    }
  };
  const pump = async (): Promise<void> => {
    if (pumping) return;
    pumping = true;
    do {
      // Callers of the same tick go together.
      await Promise.resolve();
      const now = next;
      next = Promise.withResolvers();
      joined = false;
      await once();
      now.resolve(undefined);
    } while (joined || ledger.queue.size > 0);
    pumping = false;
  };
  return {
    /** Resolves with the next call that is put together. */
    join: (): Promise<undefined> => {
      const { promise } = next;
      joined = true;
      void pump();
      return promise;
    },
  };
};

export const createLeaseKeeper = (deps: ClockDep & LogDep & LimitStoreDep, options: KeeperOptions): LeaseKeeper => {
  const { clock } = deps;
  const store = createStoreCall(deps, options);
  const ledger: Ledger = {
    clock,
    store,
    closing: new Set(),
    leased: new Set(),
    queue: new Set(),
    ttlOf: (kind) => (isBudget(kind) ? options.budgetTtlMs : options.rateTtlMs),
    leases: 0,
  };
  const { closing, leased, queue } = ledger;
  const { join } = createPump(ledger);
  const closeAll = async (): Promise<boolean> => {
    for (const slot of leased) close(ledger, slot, clock.monotonic());
    while (closing.size > 0 && store.mayTry()) await join();
    return closing.size === 0;
  };
  return {
    isAway: store.isAway,
    processes: store.processes,
    count: () => leased.size + closing.size,
    closeAll,
    isValid: (lease) => isValid(ledger, lease, clock.monotonic()),
    nextLease: (slot) => nextLease(ledger, slot, clock.monotonic()),
    close: (slot) => close(ledger, slot, clock.monotonic()),
    ask: async (slot, amount) => {
      slot.leastNeed = slot.need === undefined ? amount : Math.min(slot.leastNeed, amount);
      slot.need = (slot.need ?? 0) + amount;
      queue.add(slot);
      await join();
    },
    nudge: (slot) => {
      if (slot.need !== undefined || slot.free < 16 || store.isAway()) return;
      slot.need = 0;
      queue.add(slot);
      void join();
    },
    look: async () => {
      if (!store.mayTry()) return;
      for (const slot of leased) {
        const { lease } = slot;
        if (lease !== undefined && (lease.room > 0 || lease.spent !== lease.reported || lease.local)) queue.add(slot);
      }
      const isDue = store.isAway() || clock.monotonic() - store.seenAt() > beatMs;
      if (queue.size > 0 || closing.size > 0 || isDue) await join();
    },
  };
};
