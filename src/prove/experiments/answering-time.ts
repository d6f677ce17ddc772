import type { CaseResult } from '#prove/evaluate/contract';

/** Seconds that answers took, when `concurrency` were asked at once. From the results, so that a replay decides alike. */
export const secondsOf = (results: readonly CaseResult[], concurrency: number): number =>
  results.reduce((sum, { latencyMs = 0 }) => sum + latencyMs, 0) / 1000 / concurrency;

/** Median latency in milliseconds; 0 for no results. */
export const medianMs = (results: readonly CaseResult[]): number => {
  const sorted = results.map(({ latencyMs = 0 }) => latencyMs).toSorted((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
};
