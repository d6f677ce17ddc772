import type { Answer } from '#build/strategy/contract';
import type { Case } from '../contract.ts';

/** A score from 0 to 1; `not-applicable` when the metric says nothing about such a case; `unscorable` when it should but cannot. */
export type Score = number | 'not-applicable' | 'unscorable';

/** Judges one answer by one metric. Pure; the answer exists, faults are never scored. */
export type Scorer = (given: Case, answer: Answer) => Score;
