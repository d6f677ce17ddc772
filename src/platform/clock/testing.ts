import type { ClockDep, IdDep } from '#kernel';

export interface TestClock {
  readonly clock: ClockDep['clock'];
  /** Moves both the wall time and the monotonic time. */
  readonly advance: (milliseconds: number) => void;
}

/** A clock that stands still at `startsAt` (2026-01-01 when absent) until it is advanced. */
export const createTestClock = (startsAt: number = Date.UTC(2026, 0, 1)): TestClock => {
  let elapsed = 0;
  return {
    clock: { now: () => startsAt + elapsed, monotonic: () => elapsed },
    advance: (milliseconds) => {
      elapsed += milliseconds;
    },
  };
};

/** Ids in the form of UUIDv7 that count up from 1. */
export const createTestIds = (): IdDep['ids'] => {
  let count = 0;
  return {
    uuid: () => {
      count += 1;
      return `01900000-0000-7000-8000-${count.toString(16).padStart(12, '0')}`;
    },
  };
};
