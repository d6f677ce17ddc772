import type { Capacity } from './contract.ts';

export interface LoadFigures {
  readonly requests: number;
  readonly seconds: number;
  readonly concurrency: number;
  readonly latencyP95Ms: number;
}

const secondsPerMonth = 30 * 24 * 3600;

/** What one process carries, from a load test, against what the charter needs in a month; half load is the plan. */
export const estimateCapacity = (load: LoadFigures, need: { readonly answersPerMonth: number }): Capacity => {
  const answersPerSecond = load.requests / Math.max(load.seconds, 0.001);
  const atHalfLoad = Math.floor((answersPerSecond / 2) * secondsPerMonth);
  return {
    answersPerSecond,
    latencyP95Ms: load.latencyP95Ms,
    concurrency: load.concurrency,
    answersPerMonthAtHalfLoad: atHalfLoad,
    neededPerMonth: need.answersPerMonth,
    enough: atHalfLoad >= need.answersPerMonth,
    method: `${load.requests} answers at ${load.concurrency} at once in ${load.seconds.toFixed(1)} s on this machine; a month of 30 days at half that rate`,
  };
};
