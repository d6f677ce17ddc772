import {
  defineStage,
  err,
  ok,
  recordHash,
  type ClockDep,
  type Fault,
  type IdDep,
  type PointersDep,
  type RecordDraft,
  type RecordsDep,
  type Result,
  type StageInput,
  type StoredRecord,
} from '#kernel';
import type { ReadinessReport } from '#prove/readiness/contract';
import { candidateRecordTypes, readCandidates, type FoundCandidate } from '#run/serve';
import type { Endpoint } from '#run/serve/contract';
import { rolloutConfigSchema, type Blocked, type Release, type RolloutConfig, type RolloutState } from './contract.ts';
import { rolloutFaults } from './errors.ts';
import { abort } from './orders.ts';
import { readState } from './rollout-state.ts';
import { startRollout } from './start-rollout.ts';
import { candidateOf } from './view-rollout.ts';

export interface RolloutStageDeps extends ClockDep, IdDep, PointersDep, RecordsDep {
  /** Called after the state changed, when the run happens inside the serving process. */
  readonly decided?: () => Promise<void>;
}

interface Judged {
  readonly report: StoredRecord<ReadinessReport>;
  readonly endpoint: StoredRecord<Endpoint> | undefined;
  readonly found: FoundCandidate;
}

const by = (reason: string) => ({ actor: 'run', reason });

const failedSmoke = ({ endpoint, found }: Judged): readonly string[] =>
  endpoint?.body.candidateId === found.candidate.id
    ? endpoint.body.smoke.filter((check) => !check.ok).map(({ check }) => `smoke-${check}`)
    : ['smoke-missing'];

const blocked = ({ report, found }: Judged, failedGates: readonly string[], because: string): RecordDraft<Blocked> => ({
  type: 'rollout/blocked',
  body: { candidateId: found.candidate.id, failedGates: [...failedGates], because },
  inputs: [report.hash],
});

/** The newest record of each type below the candidate: what the release was made from. */
const partsOf = async ({ records }: RecordsDep, { report, found }: Judged): Promise<Release['parts']> => {
  const lineage = await records.lineage(found.record, 'up');
  const newestLast = lineage.toSorted((first, second) => (first.createdAt < second.createdAt ? -1 : 1));
  return { ...Object.fromEntries(newestLast.map(({ type, hash }) => [type, hash])), 'readiness/report': report.hash };
};

const draftRelease = async (deps: RecordsDep, judged: Judged): Promise<RecordDraft<Release>> => {
  const { report, endpoint, found } = judged;
  const body = { candidate: found.candidate, readiness: report.hash, parts: await partsOf(deps, judged) };
  return {
    type: 'rollout/release',
    body,
    inputs: [report.hash, found.record, ...(endpoint === undefined ? [] : [endpoint.hash])],
  };
};

/** Whether users get this candidate already, or some of them. */
const isOnItsWay = async (
  deps: RolloutStageDeps,
  state: RolloutState,
  { candidate }: FoundCandidate,
): Promise<boolean> => {
  for (const release of [state.active, state.canary?.release]) {
    if (release !== undefined && (await candidateOf(deps, release)) === candidate.id) return true;
  }
  return false;
};

/** Brings the drafted release towards users, unless it holds what is already served or on its way. */
const bring = async (
  deps: RolloutStageDeps,
  release: string,
  { found, config }: { readonly found: FoundCandidate; readonly config: RolloutConfig },
): Promise<Result<unknown, Fault>> => {
  const { state } = await readState(deps);
  if (state.active === release || state.canary?.release === release || (await isOnItsWay(deps, state, found)))
    return ok(undefined);
  if (state.canary !== undefined) {
    const ended = await abort(deps, by('A newer candidate passed its gates and takes its place.'));
    if (!ended.ok) return ended;
  }
  const started = await startRollout(deps, { release, order: by('The candidate passed its readiness gates.'), config });
  await deps.decided?.();
  return started;
};

const findJudged = (read: StageInput<RolloutConfig>['read']): Judged | undefined => {
  const [report] = read<ReadinessReport>('readiness/report');
  const [endpoint] = read<Endpoint>('serve/endpoint');
  const found = readCandidates(read).find(({ candidate }) => candidate.id === report?.body.candidateId);
  return report === undefined || found === undefined ? undefined : { report, endpoint, found };
};

const isRejected = async (deps: RolloutStageDeps, { candidate }: FoundCandidate): Promise<boolean> => {
  const { state } = await readState(deps);
  const isActive = state.active !== undefined && (await candidateOf(deps, state.active)) === candidate.id;
  return !isActive && state.rejected.includes(candidate.id);
};

const run = async (
  deps: RolloutStageDeps,
  { read, config }: StageInput<RolloutConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const judged = findJudged(read);
  if (judged === undefined) return err(rolloutFaults.fault('ROLLOUT_NOT_JUDGED'));
  const { ready, failedGates } = judged.report.body;
  if (!ready) return ok([blocked(judged, failedGates, 'The candidate has not passed its readiness gates.')]);
  const smoke = failedSmoke(judged);
  if (smoke.length > 0) return ok([blocked(judged, smoke, 'The candidate did not answer through the API.')]);
  if (await isRejected(deps, judged.found)) {
    return ok([
      blocked(
        judged,
        [],
        'Evidence from production rolled this candidate back. A person can start it again with `throughline rollout start`.',
      ),
    ]);
  }
  const draft = await draftRelease(deps, judged);
  // The record is stored when this stage ends; until then a server that sees the new state keeps the release before.
  const brought = await bring(deps, recordHash(draft), { found: judged.found, config });
  return brought.ok ? ok([draft]) : brought;
};

/** Makes the immutable release of a candidate that passed, and starts its way to the users. */
export const rolloutStage = defineStage<RolloutConfig, RolloutStageDeps>({
  name: 'rollout',
  phase: 'run',
  question: 'Which release do users get, and does a new one do at least as well?',
  reads: ['readiness/report', 'serve/endpoint', ...candidateRecordTypes],
  writes: ['rollout/release', 'rollout/blocked'],
  config: rolloutConfigSchema,
  run,
});
