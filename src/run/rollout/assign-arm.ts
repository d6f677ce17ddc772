import { sha256 } from '#kernel';

export interface ArmAssignment {
  readonly arm: 'control' | 'canary';
  /** The chance of the canary, recorded with the exposure: all statistics need only this. */
  readonly propensity: number;
}

const bits52 = 2 ** 52;

/**
 * The place of a conversation in [0, 1) for one rollout: the first 52 bits of SHA-256. The rollout's id is the
 * salt, so that the same conversations are not always the ones that get the canary.
 */
export const placeOf = (rolloutId: string, conversation: string): number =>
  Number.parseInt(sha256(`${rolloutId}:${conversation}`).slice(0, 13), 16) / bits52;

/** The arm of a conversation: the same for all its questions. Raising the share only adds conversations to the canary. */
export const assignArm = (rolloutId: string, share: number, conversation: string): ArmAssignment => ({
  arm: placeOf(rolloutId, conversation) < share ? 'canary' : 'control',
  propensity: share,
});
