import type { StoredRecord } from '#kernel';
import type { Candidate } from '#build/strategy/contract';
import type { Comparison } from '#prove/experiments/contract';
import type { Optimisation } from '#prove/optimise/contract';

/** The candidate that a release is decided on, the record it stands in, and why it is this one. */
export interface Picked {
  readonly candidate: Candidate;
  readonly record: string;
  readonly because: string;
}

export interface PickInput {
  readonly candidates: readonly StoredRecord<Candidate>[];
  readonly comparison: StoredRecord<Comparison>;
  readonly optimisations: readonly StoredRecord<Optimisation>[];
}

/** A kept winner stands above the champion only where it was shown to beat it, itself or as its parent. */
const beatsChampion = ({ kept, parent, againstChampion }: Optimisation, champion: string): boolean =>
  kept && (parent === champion || againstChampion?.verdict === 'better');

const gain = ({ rescored, againstChampion }: Optimisation): number =>
  (againstChampion ?? rescored)?.difference.value ?? 0;

/** The optimiser's winner that beat the champion by most, or the champion. */
export const pickCandidate = ({ candidates, comparison, optimisations }: PickInput): Picked | undefined => {
  const { champion, because } = comparison.body;
  const [best] = optimisations
    .filter(({ body }) => body.winner !== undefined && beatsChampion(body, champion))
    .toSorted((left, right) => gain(right.body) - gain(left.body));
  if (best?.body.winner) return { candidate: best.body.winner, record: best.hash, because: best.body.because };
  const record = candidates.find(({ body }) => body.id === champion);
  return record && { candidate: record.body, record: record.hash, because };
};
