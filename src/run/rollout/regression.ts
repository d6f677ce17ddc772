import { deriveCandidate } from '#build/strategy';
import type { Candidate } from '#build/strategy/contract';

/** A copy of a candidate that is worse on purpose: it finds one passage and refuses nearly everything. */
export const makeRegression = (candidate: Candidate): Candidate => {
  const { strategy } = candidate;
  const worse = {
    ...strategy,
    name: `${strategy.name.slice(0, 60)}-worse`,
    description: 'Made worse on purpose, to watch a rollback.',
    retrieval: { ...strategy.retrieval, k: 1, use: 1, rewrite: 'none' as const },
    refuseBelow: 0.99,
  };
  return deriveCandidate(candidate, worse, 'simulated-regression');
};
