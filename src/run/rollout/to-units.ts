import type { RolloutAnswer } from './evidence.ts';

/** A conversation, and when the first bad and the first slow thing happened in it. */
export interface Unit {
  readonly arm: 'control' | 'canary';
  readonly propensity: number;
  readonly at: number;
  readonly badAt: number | undefined;
  readonly slowAt: number | undefined;
}

const badTime = ({ failed, at, markedBadAt }: RolloutAnswer): number | undefined => (failed ? at : markedBadAt);

const earlier = (first: number | undefined, second: number | undefined): number | undefined =>
  first === undefined || second === undefined ? (first ?? second) : Math.min(first, second);

/** Conversations, not answers: that is what was assigned, and answers of one conversation are not independent. */
export const toUnits = (answers: readonly RolloutAnswer[]): readonly Unit[] => {
  const unitsById = new Map<string, Unit>();
  for (const answer of answers) {
    const { unit, arm, propensity, at, slow } = answer;
    const known = unitsById.get(unit);
    const badAt = earlier(known?.badAt, badTime(answer));
    const slowAt = earlier(known?.slowAt, slow ? at : undefined);
    unitsById.set(unit, known === undefined ? { arm, propensity, at, badAt, slowAt } : { ...known, badAt, slowAt });
  }
  return [...unitsById.values()];
};
