import { err, ok, type Fault, type Result, type StageInput, type StoredRecord } from '#kernel';
import type { Charter } from '#plan/charter/contract';
import type { Candidate } from '#build/strategy/contract';
import type { CaseSet } from '#prove/evaluate/contract';
import type { Comparison } from '#prove/experiments/contract';
import type { Optimisation } from '#prove/optimise/contract';
import type { ReadinessConfig } from './contract.ts';
import { readinessFault } from './errors.ts';
import { pickCandidate, type Picked } from './pick-candidate.ts';

/** What a decision cannot do without. */
export interface Known {
  readonly charter: StoredRecord<Charter>;
  readonly caseSet: StoredRecord<CaseSet>;
  readonly picked: Picked;
}

const missing = (what: string) => err(readinessFault('READINESS_CANDIDATE_MISSING', { missing: what }));

/** Reads charter, questions and the candidate to decide on. */
export const readKnown = ({ read }: StageInput<ReadinessConfig>): Result<Known, Fault> => {
  const [charter] = read<Charter>('charter/charter');
  if (charter === undefined) return missing('`charter/charter`');
  const [caseSet] = read<CaseSet>('evaluate/case-set');
  if (caseSet === undefined) return missing('`evaluate/case-set`');
  const [comparison] = read<Comparison>('experiments/comparison');
  if (comparison === undefined) return missing('`experiments/comparison`');
  const candidates = read<Candidate>('strategy/candidate');
  const picked = pickCandidate({ candidates, comparison, optimisations: read<Optimisation>('optimise/result') });
  return picked ? ok({ charter, caseSet, picked }) : missing('the champion among `strategy/candidate`');
};
