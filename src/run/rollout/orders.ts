import { err, ok, type ClockDep, type Fault, type LedgerEvent, type PointersDep, type Result } from '#kernel';
import type { RolloutOrder, RolloutState } from './contract.ts';
import { rolloutFaults } from './errors.ts';
import { changeState, type StateChange } from './rollout-state.ts';

export type OrderDeps = ClockDep & PointersDep;

type Verdict = NonNullable<RolloutState['lastDecision']>['verdict'];

interface Ending {
  readonly verdict: Verdict;
  readonly order: RolloutOrder;
  readonly at: string;
  /** Id of the canary's candidate, when evidence speaks against it. */
  readonly reject?: string | undefined;
}

const ended = (state: RolloutState, { verdict, order, at, reject }: Ending): RolloutState => {
  const { canary, ...rest } = state;
  if (canary === undefined || state.active === undefined) return state;
  return {
    ...rest,
    lastDecision: { at, rolloutId: canary.rolloutId, verdict, because: order.reason, actor: order.actor },
    ended: { ...canary, control: state.active },
    rejected: reject === undefined ? state.rejected : [...new Set([...state.rejected, reject])].slice(-1000),
  };
};

interface Told {
  readonly kind: string;
  readonly subject: string;
  readonly order: RolloutOrder;
}

const event = ({ kind, subject, order }: Told, payload: Readonly<Record<string, string | boolean>>): LedgerEvent => ({
  actor: order.actor,
  kind,
  subject,
  payload: { ...payload, reason: order.reason },
});

/** Makes the canary the active release; the old one stays the way back. */
export const promote = (
  deps: OrderDeps,
  order: RolloutOrder,
  expectedRollout?: string,
): Promise<Result<RolloutState, Fault>> =>
  changeState(deps, (state): Result<StateChange | undefined, Fault> => {
    const { canary, active } = state;
    if (canary === undefined || active === undefined) return err(rolloutFaults.fault('ROLLOUT_NOTHING_RUNNING'));
    if (expectedRollout !== undefined && canary.rolloutId !== expectedRollout) return ok(undefined);
    if (canary.simulated) return err(rolloutFaults.fault('ROLLOUT_SIMULATED', { release: canary.release }));
    const done = ended(state, { verdict: 'promoted', order, at: new Date(deps.clock.now()).toISOString() });
    return ok({
      state: { ...done, active: canary.release, previous: active },
      event: event(
        { kind: 'rollout-promote', subject: canary.release, order },
        { rollout: canary.rolloutId, previous: active },
      ),
    });
  });

const goBack = (state: RolloutState, order: RolloutOrder, at: string): Result<StateChange, Fault> => {
  const { active, previous } = state;
  if (active === undefined || previous === undefined) return err(rolloutFaults.fault('ROLLOUT_NOTHING_BEFORE'));
  const rolloutId = state.lastDecision?.rolloutId ?? '';
  return ok({
    state: {
      ...state,
      active: previous,
      previous: active,
      lastDecision: { at, rolloutId, verdict: 'rolled-back', because: order.reason, actor: order.actor },
    },
    event: event({ kind: 'rollout-roll-back', subject: active, order }, { to: previous }),
  });
};

export interface RollBackOptions {
  /** Does nothing when another rollout is running by now. */
  readonly expectedRollout?: string;
  readonly reject?: string | undefined;
}

/** Takes the canary away, or goes back to the release before when none is running. */
export const rollBack = (
  deps: OrderDeps,
  order: RolloutOrder,
  { expectedRollout, reject }: RollBackOptions = {},
): Promise<Result<RolloutState, Fault>> =>
  changeState(deps, (state): Result<StateChange | undefined, Fault> => {
    const at = new Date(deps.clock.now()).toISOString();
    if (expectedRollout !== undefined && state.canary?.rolloutId !== expectedRollout) return ok(undefined);
    if (state.canary === undefined) return goBack(state, order, at);
    const { release, rolloutId, simulated } = state.canary;
    return ok({
      state: ended(state, { verdict: 'rolled-back', order, at, reject: simulated ? undefined : reject }),
      event: event({ kind: 'rollout-roll-back', subject: release, order }, { rollout: rolloutId, simulated }),
    });
  });

/** Ends a rollout without a verdict on the canary. */
export const abort = (deps: OrderDeps, order: RolloutOrder): Promise<Result<RolloutState, Fault>> =>
  changeState(deps, (state): Result<StateChange | undefined, Fault> => {
    if (state.canary === undefined) return err(rolloutFaults.fault('ROLLOUT_NOTHING_RUNNING'));
    const { release, rolloutId } = state.canary;
    return ok({
      state: ended(state, { verdict: 'aborted', order, at: new Date(deps.clock.now()).toISOString() }),
      event: event({ kind: 'rollout-abort', subject: release, order }, { rollout: rolloutId }),
    });
  });
