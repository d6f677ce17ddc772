import type { Candidate } from '#build/strategy/contract';
import type { Case, CaseResult, Scorecard } from './contract.ts';
import { countUnscored, groupFailures, summariseMetrics, totalUsd } from './summarise.ts';

/** Results of one candidate on one split, and the cases they belong to. */
export interface ScorecardInput {
  readonly candidate: Candidate;
  readonly caseSetVersion: string;
  readonly split: Scorecard['split'];
  readonly cases: readonly Case[];
  readonly results: readonly CaseResult[];
}

/** Sums results up; a function of its input, so that replayed answers give the same record. */
export const makeScorecard = ({ candidate, caseSetVersion, split, cases, results }: ScorecardInput): Scorecard => ({
  candidateId: candidate.id,
  candidateName: candidate.strategy.name,
  caseSetVersion,
  split,
  results: [...results],
  metrics: summariseMetrics(cases, results),
  failures: groupFailures(results),
  unscored: countUnscored(results),
  usd: totalUsd(results),
  seconds: results.reduce((sum, { latencyMs = 0 }) => sum + latencyMs, 0) / 1000,
});
