import type { ClockDep } from '#kernel';

/** Bounds retries and hedges of a process to a share of its requests. */
export interface RetryBudget {
  /** A request came. */
  readonly counted: () => void;
  /** Takes one retry; false when there is none left. */
  readonly take: () => boolean;
}

const seconds = 10;
/** Retries within the window that are always there: a share of almost nothing would be none. */
const floor = 10;

/** A budget over the last ten seconds. */
export const createRetryBudget = ({ clock }: ClockDep, share: number): RetryBudget => {
  const requests = new Float64Array(seconds);
  const retries = new Float64Array(seconds);
  let newest = Math.floor(clock.monotonic() / 1000);

  const turn = (): number => {
    const second = Math.floor(clock.monotonic() / 1000);
    const passed = Math.min(seconds, second - newest);
    for (let step = 1; step <= passed; step += 1) {
      requests[(newest + step) % seconds] = 0;
      retries[(newest + step) % seconds] = 0;
    }
    if (passed === seconds) {
      requests.fill(0);
      retries.fill(0);
    }
    newest = Math.max(newest, second);
    return newest % seconds;
  };
  const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0);

  return {
    counted: () => {
      const slot = turn();
      requests[slot] = (requests[slot] ?? 0) + 1;
    },
    take: () => {
      const slot = turn();
      if (share === 0 || sum(retries) >= Math.max(floor, share * sum(requests))) return false;
      retries[slot] = (retries[slot] ?? 0) + 1;
      return true;
    },
  };
};
