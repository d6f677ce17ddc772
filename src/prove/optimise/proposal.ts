import { deriveCandidate } from '#build/strategy';
import { strategySchema, type Candidate, type Strategy } from '#build/strategy/contract';

/** A changed candidate that the search scores. */
export interface Proposal {
  readonly candidate: Candidate;
  /** What was changed, in words. */
  readonly what: string;
  /** Search questions that the change was made from; the proposal is not scored on them. */
  readonly madeFrom: ReadonlySet<string>;
}

/** The parent with some of its strategy changed, under a name and an id of its own. */
export const changeCandidate = (parent: Candidate, suffix: string, changes: Partial<Strategy>): Candidate =>
  deriveCandidate(
    parent,
    strategySchema.parse({ ...parent.strategy, ...changes, name: `${parent.strategy.name}-${suffix}` }),
    'optimiser',
  );
