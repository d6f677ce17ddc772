/** Which side of a rollout a unit was assigned to. */
export type Arm = 'canary' | 'stable';

/** How a unit (a user, a conversation: whatever is assigned) came to its arm. */
export interface Assignment {
  readonly arm: Arm;
  /** The chance of canary, 0 to 1, at the time of assignment and before the outcome was known. */
  readonly propensity: number;
}

/** What a sequential test asks: is the canary worse, or is it proven not to be worse by the margin? */
export type Side = 'worse' | 'notWorse';

/** Units seen so far. */
export interface ArmCounts {
  readonly canary: number;
  readonly stable: number;
}

/** No unit seen. */
export const noUnits: ArmCounts = { canary: 0, stable: 0 };

/** The counts with one more unit of this arm. */
export const countUnit = (counts: ArmCounts, arm: Arm): ArmCounts =>
  arm === 'canary'
    ? { canary: counts.canary + 1, stable: counts.stable }
    : { canary: counts.canary, stable: counts.stable + 1 };

/**
 * True when the unit could have gone to either arm and so compares them. Throws a RangeError for a propensity
 * outside [0, 1] and for an arm the propensity excludes: then the assignment log is wrong.
 */
export const isComparable = ({ arm, propensity }: Assignment): boolean => {
  const chance = arm === 'canary' ? propensity : 1 - propensity;
  if (!(propensity >= 0 && propensity <= 1) || chance === 0) {
    throw new RangeError(`a ${arm} unit cannot have propensity ${propensity}`);
  }
  return chance < 1;
};
