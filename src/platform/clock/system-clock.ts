import type { ClockDep } from '#kernel';

/** The clock of the machine. */
export const createSystemClock = (): ClockDep['clock'] => ({
  now: () => Date.now(),
  monotonic: () => performance.now(),
});
