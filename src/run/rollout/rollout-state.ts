import { err, ok, type Fault, type LedgerEvent, type PointersDep, type Result } from '#kernel';
import { rolloutStateSchema, type RolloutState } from './contract.ts';
import { rolloutFaults } from './errors.ts';

/** The pointer that says which release is live. */
export const statePointer = 'rollout/state';

export interface VersionedState {
  readonly state: RolloutState;
  readonly version: number;
}

/** What `/v1` serves now; an empty state before the first release. */
export const readState = async ({ pointers }: PointersDep): Promise<VersionedState> => {
  const pointer = await pointers.get(statePointer);
  return { state: rolloutStateSchema.parse(pointer?.value ?? {}), version: pointer?.version ?? 0 };
};

export interface StateChange {
  readonly state: RolloutState;
  readonly event: LedgerEvent;
}

const attempts = 5;

/**
 * Changes the state by compare-and-set together with its ledger entry. `change` sees the newest state each time,
 * so a decision that another process has already made is not made twice; undefined leaves everything as it is.
 */
export const changeState = async (
  deps: PointersDep,
  change: (state: RolloutState) => Result<StateChange | undefined, Fault>,
): Promise<Result<RolloutState, Fault>> => {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { state, version } = await readState(deps);
    const changed = change(state);
    if (!changed.ok) return changed;
    if (changed.value === undefined) return ok(state);
    const value = JSON.parse(JSON.stringify(changed.value.state));
    if (await deps.pointers.set({ name: statePointer, value, expectedVersion: version }, changed.value.event))
      return ok(changed.value.state);
  }
  return err(rolloutFaults.fault('ROLLOUT_CONTENDED', { attempts }));
};
