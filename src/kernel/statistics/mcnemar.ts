import { binomialCdf, logGamma } from './beta.ts';

/** Two-sided p values of McNemar's test. */
export interface McNemar {
  /** Exact: never rejects too often, and rejects a little too rarely. */
  readonly p: number;
  /** Mid-p: closer to its level, may exceed it slightly (Fagerland, Lydersen & Laake 2013). */
  readonly midP: number;
}

/**
 * McNemar's exact test that two candidates succeed equally often on the same cases: a binomial(1/2) test
 * on the discordant pairs, the cases only the candidate won (`wins`) and only the baseline won (`losses`).
 */
export const mcnemar = (wins: number, losses: number): McNemar => {
  if (![wins, losses].every((count) => Number.isInteger(count) && count >= 0)) {
    throw new RangeError(`wins and losses must be counts, got ${wins} and ${losses}`);
  }
  const n = wins + losses;
  const fewer = Math.min(wins, losses);
  if (wins === losses) return { p: 1, midP: 1 };
  const tail = binomialCdf(fewer, n, 0.5);
  const atFewer = Math.exp(logGamma(n + 1) - logGamma(fewer + 1) - logGamma(n - fewer + 1) - n * Math.LN2);
  return { p: Math.min(1, 2 * tail), midP: Math.min(1, 2 * tail - atFewer) };
};
