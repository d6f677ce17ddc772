import type { Estimate } from './interval.ts';
import { twoSidedZ } from './normal.ts';

/** The paired table of two candidates on 0/1 outcomes. */
export interface PairedCounts {
  /** Cases only the candidate got right. */
  readonly wins: number;
  /** Cases only the baseline got right. */
  readonly losses: number;
  /** All cases, n >= 1. */
  readonly n: number;
}

/** The score statistic that the difference of the proportions is delta (Tango, Stat. Med. 17, 1998, eq. 7-9). */
const score = ({ wins, losses, n }: PairedCounts, delta: number): number => {
  const linear = (2 * n - wins + losses) * delta - wins - losses;
  const constant = -losses * delta * (1 - delta);
  const lossShare = (Math.sqrt(linear * linear - 8 * n * constant) - linear) / (4 * n);
  const variance = n * (2 * lossShare + delta * (1 - delta));
  const surplus = wins - losses - n * delta;
  return variance <= 0 ? Math.sign(surplus) * Infinity : surplus / Math.sqrt(variance);
};

/** The delta between inside and outside where |score| crosses z. */
const crossing = (counts: PairedCounts, z: number, outside: -1 | 1): number => {
  let within = (counts.wins - counts.losses) / counts.n;
  let beyond: number = outside;
  for (let step = 0; step < 60; step++) {
    const middle = (within + beyond) / 2;
    if (Math.abs(score(counts, middle)) <= z) within = middle;
    else beyond = middle;
  }
  return beyond;
};

/**
 * Tango's score interval for the difference of two proportions on the same cases, candidate - baseline in
 * [-scale, scale]. It keeps a width when the candidates never differ: ten equal cases do not prove equality.
 */
export const tangoInterval = (counts: PairedCounts, level: number, scale = 1): Estimate => {
  const z = twoSidedZ(level);
  return {
    value: (scale * (counts.wins - counts.losses)) / counts.n,
    low: scale * crossing(counts, z, -1),
    high: scale * crossing(counts, z, 1),
    level,
    n: counts.n,
    method: 'tango-score',
  };
};
