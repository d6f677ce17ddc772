import type { PointersDep, RecordsDep } from '#kernel';
import { releaseSchema, type RolloutConfig, type RolloutState, type RolloutView } from './contract.ts';
import { readEvidence, type EvidenceDeps } from './evidence.ts';
import { judgeRollout, type Judgement } from './judge-rollout.ts';
import { readLatencyTarget } from './read-latency-target.ts';
import { readState } from './rollout-state.ts';

export type ViewDeps = PointersDep & RecordsDep & EvidenceDeps;

interface Compared {
  readonly rolloutId: string;
  readonly startedAt: string;
  readonly control: string;
  readonly canary: string;
}

/** The rollout that runs, else the last one. */
const comparedIn = ({ canary, active, ended }: RolloutState): Compared | undefined => {
  if (canary !== undefined && active !== undefined)
    return { rolloutId: canary.rolloutId, startedAt: canary.startedAt, control: active, canary: canary.release };
  return ended === undefined
    ? undefined
    : { rolloutId: ended.rolloutId, startedAt: ended.startedAt, control: ended.control, canary: ended.release };
};

/** The judgement of one rollout on everything stored about it. */
export const judgeStored = async (
  deps: EvidenceDeps & RecordsDep,
  { rolloutId, startedAt, canary }: Pick<Compared, 'rolloutId' | 'startedAt' | 'canary'>,
  config: RolloutConfig,
): Promise<Judgement> => {
  const slowerThanMs = await readLatencyTarget(deps, canary);
  const maximum = 4 * config.maximumExposures;
  const answers = await readEvidence(deps, { rolloutId, startedAt: Date.parse(startedAt), maximum, slowerThanMs });
  return judgeRollout(answers, { ...config, slowerThanMs });
};

/** The strategy's name of a release; its hash when the record is gone. */
const nameOf = async ({ records }: RecordsDep, release: string): Promise<string> => {
  const body = releaseSchema.safeParse((await records.get(release))?.body);
  return body.success ? body.data.candidate.strategy.name : release.slice(0, 12);
};

/** The id of the candidate behind a release, which stands for all of its content; undefined when the record is gone. */
export const candidateOf = async ({ records }: RecordsDep, release: string): Promise<string | undefined> =>
  releaseSchema.safeParse((await records.get(release))?.body).data?.candidate.id;

/** What the console and `rollout status` show: state, arms, guards and the e-values over time. */
export const viewRollout = async (deps: ViewDeps, config: RolloutConfig): Promise<RolloutView> => {
  const { state } = await readState(deps);
  const compared = comparedIn(state);
  if (compared === undefined) return { state, arms: [], guards: [], history: [] };
  const [judged, control, canary] = await Promise.all([
    judgeStored(deps, compared, config),
    nameOf(deps, compared.control),
    nameOf(deps, compared.canary),
  ]);
  const releases = {
    control: { release: compared.control, name: control },
    canary: { release: compared.canary, name: canary },
  };
  return {
    state,
    arms: judged.arms.map((arm) => ({ ...arm, ...releases[arm.arm] })),
    guards: [...judged.guards],
    history: judged.history,
  };
};
