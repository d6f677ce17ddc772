import { err, ok, type ClockDep, type Fault, type IdDep, type PointersDep, type Result } from '#kernel';
import type { RolloutConfig, RolloutOrder, RolloutState } from './contract.ts';
import { rolloutFaults } from './errors.ts';
import { changeState, type StateChange } from './rollout-state.ts';

export type StartDeps = ClockDep & IdDep & PointersDep;

export interface StartInput {
  /** Release id. */
  readonly release: string;
  readonly order: RolloutOrder;
  readonly config: Pick<RolloutConfig, 'mode' | 'share'>;
  readonly simulated?: boolean;
}

const payloadOf = ({ order, config }: StartInput) => ({ reason: order.reason, mode: config.mode });

const activate = (state: RolloutState, input: StartInput): StateChange => ({
  state: { ...state, active: input.release },
  event: { actor: input.order.actor, kind: 'release-activate', subject: input.release, payload: payloadOf(input) },
});

const switchOver = (state: RolloutState, input: StartInput, active: string): StateChange => ({
  state: { ...state, active: input.release, previous: active },
  event: {
    actor: input.order.actor,
    kind: 'release-switch',
    subject: input.release,
    payload: { ...payloadOf(input), previous: active },
  },
});

const split = (
  state: RolloutState,
  input: StartInput,
  { rolloutId, startedAt }: { readonly rolloutId: string; readonly startedAt: string },
): StateChange => {
  const { release, order, config, simulated = false } = input;
  return {
    state: { ...state, canary: { rolloutId, release, share: config.share, startedAt, simulated } },
    event: {
      actor: order.actor,
      kind: 'rollout-start',
      subject: release,
      payload: { ...payloadOf(input), rollout: rolloutId, share: config.share, simulated },
    },
  };
};

/**
 * Brings a release towards users: the first becomes active at once; a later one is split off as a canary, or
 * switched to at once in `blue-green` mode.
 */
export const startRollout = (deps: StartDeps, input: StartInput): Promise<Result<RolloutState, Fault>> => {
  const identity = { rolloutId: deps.ids.uuid(), startedAt: new Date(deps.clock.now()).toISOString() };
  return changeState(deps, (state) => {
    const { active, canary } = state;
    if (active === input.release) return err(rolloutFaults.fault('ROLLOUT_ALREADY_ACTIVE', { release: input.release }));
    if (active === undefined)
      return input.simulated === true ? err(rolloutFaults.fault('ROLLOUT_NO_ACTIVE')) : ok(activate(state, input));
    if (canary !== undefined)
      return err(rolloutFaults.fault('ROLLOUT_ALREADY_RUNNING', { rolloutId: canary.rolloutId }));
    return ok(
      input.config.mode === 'canary' || input.simulated === true
        ? split(state, input, identity)
        : switchOver(state, input, active),
    );
  });
};
