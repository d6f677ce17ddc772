import type { StoredRecord } from '#kernel';
import type { Assessment } from '#plan/assess/contract';
import type { Charter } from '#plan/charter/contract';
import type { Policy } from '#plan/govern/contract';
import type { Candidate } from '#build/strategy/contract';
import type { Dataset } from '#build/data/contract';
import type { Scorecard } from '#prove/evaluate/contract';
import type { Checks, Gate, LoadTest, Probes } from './contract.ts';

/** Something measured, and the hash of the record that shows it. */
export interface Evidence<Body> {
  readonly body: Body;
  readonly hash: string;
}

/** What opening the sealed questions brought. */
export type SealedFact =
  | {
      readonly kind: 'opened';
      readonly scorecard: Evidence<Scorecard>;
      readonly use: number;
      readonly of: number;
      readonly version: string;
      /** Sealed questions that a person has reviewed. */
      readonly reviewed: number;
    }
  | { readonly kind: 'empty' }
  | { readonly kind: 'refused'; readonly says: string };

/** Everything the gates judge by. */
export interface Facts {
  readonly candidate: Candidate;
  readonly charter: StoredRecord<Charter>;
  readonly assessment: StoredRecord<Assessment> | undefined;
  readonly policy: StoredRecord<Policy> | undefined;
  readonly dataset: StoredRecord<Dataset> | undefined;
  readonly sealed: SealedFact;
  readonly minimumReviewed: number;
  readonly load: Evidence<LoadTest>;
  readonly probes: Evidence<Probes>;
  readonly checks: Evidence<Checks>;
}

/** A gate is a function of the facts; it may be one or, for the KPIs, one each. */
export type GateRule = (facts: Facts) => readonly Gate[];
