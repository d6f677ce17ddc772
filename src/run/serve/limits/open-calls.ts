import type { ClockDep } from '#kernel';
import type { Reservation, ReserveRequest } from '../gateway/port.ts';
import { amountOf, giveBack, type Amounts, type Lease } from './lease.ts';

interface OpenCall extends Reservation {
  readonly openedAt: number;
  readonly estimate: Amounts;
}

export interface OpenCalls {
  readonly open: (leases: readonly Lease[], request: ReserveRequest) => Reservation;
  readonly settleOlderThan: (milliseconds: number) => void;
  readonly count: () => number;
  /** True once a minute. */
  readonly sweepIsDue: () => boolean;
}

const sweepMs = 60_000;

/** Calls under way. One that nobody ever settles is settled with its estimate in the end. */
export const createOpenCalls = (clock: ClockDep['clock']): OpenCalls => {
  // In the order in which they began.
  const calls = new Set<OpenCall>();
  let sweptAt = clock.monotonic();
  return {
    open: (leases, request) => {
      // What the caller does with its request later must not change what is given back.
      const estimate = { tokens: request.tokens, costNano: request.costNano };
      const call: OpenCall = {
        openedAt: clock.monotonic(),
        estimate,
        settle: (actual) => {
          if (!calls.delete(call)) return;
          for (const lease of leases) giveBack(lease, amountOf(lease.slot.kind, estimate), actual);
        },
      };
      calls.add(call);
      return call;
    },
    settleOlderThan: (milliseconds) => {
      const before = clock.monotonic() - milliseconds;
      for (const call of calls) {
        if (call.openedAt > before) return;
        call.settle(call.estimate);
      }
    },
    count: () => calls.size,
    sweepIsDue: () => {
      const isDue = clock.monotonic() - sweptAt > sweepMs;
      if (isDue) sweptAt = clock.monotonic();
      return isDue;
    },
  };
};
