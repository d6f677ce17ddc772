import type { StoredRecord } from '#kernel';
import type { Candidate } from '#build/strategy/contract';
import type { Optimisation } from '#prove/optimise/contract';

/** A candidate and the record it stands in. */
export interface FoundCandidate {
  readonly candidate: Candidate;
  readonly record: string;
}

export interface CandidateRecords {
  /** Records of type `strategy/candidate`. */
  readonly candidates: readonly StoredRecord<Candidate>[];
  /** Records of type `optimise/result`; a winner that was kept is a candidate too. */
  readonly optimisations: readonly StoredRecord<Optimisation>[];
}

/** Every candidate of a project, those of the strategy stage first. */
export const allCandidates = ({ candidates, optimisations }: CandidateRecords): readonly FoundCandidate[] => [
  ...candidates.map(({ body, hash }) => ({ candidate: body, record: hash })),
  ...optimisations.flatMap(({ body: { winner, kept }, hash }) =>
    winner !== undefined && kept ? [{ candidate: winner, record: hash }] : [],
  ),
];

/** The record types that `allCandidates` reads. */
export const candidateRecordTypes = ['strategy/candidate', 'optimise/result'] as const;

/** Reads the candidates through a stage's `read`. */
export const readCandidates = (
  read: <Body>(type: string) => readonly StoredRecord<Body>[],
): readonly FoundCandidate[] =>
  allCandidates({
    candidates: read<Candidate>('strategy/candidate'),
    optimisations: read<Optimisation>('optimise/result'),
  });
