import { err, type Fault, type RecordsDep, type Result } from '#kernel';
import { releaseSchema, type RolloutConfig, type RolloutState } from './contract.ts';
import { rolloutFaults } from './errors.ts';
import { makeRegression } from './regression.ts';
import { readState } from './rollout-state.ts';
import { startRollout, type StartDeps } from './start-rollout.ts';

/** Makes a worse copy of the active release the canary, marked as simulated: it can be rolled back, never promoted. */
export const startRegression = async (
  deps: StartDeps & RecordsDep,
  config: RolloutConfig,
): Promise<Result<RolloutState, Fault>> => {
  const { active } = (await readState(deps)).state;
  const record = active === undefined ? undefined : await deps.records.get(active);
  const release = releaseSchema.safeParse(record?.body);
  if (record === undefined || !release.success) return err(rolloutFaults.fault('ROLLOUT_NO_ACTIVE'));
  const order = { actor: 'simulation', reason: 'A worse copy of the active release, to watch a rollback.' };
  const body = { ...release.data, candidate: makeRegression(release.data.candidate) };
  const worse = await deps.records.decide(
    { type: 'rollout/release', body, inputs: [record.hash] },
    { stage: 'rollout', ...order },
  );
  return startRollout(deps, { release: worse.hash, order, config, simulated: true });
};
