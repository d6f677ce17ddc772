import { hashOf, type PointersDep, type RecordsDep } from '#kernel';
import { releaseSchema, type RolloutConfig, type RolloutState, type RolloutView } from './contract.ts';
import { readEvidence, type EvidenceDeps } from './evidence.ts';
import { judgeRollout, type Judgement } from './judge-rollout.ts';
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
  if (canary !== undefined && active !== undefined) return { rolloutId: canary.rolloutId, startedAt: canary.startedAt, control: active, canary: canary.release };
  return ended === undefined ? undefined : { rolloutId: ended.rolloutId, startedAt: ended.startedAt, control: ended.control, canary: ended.release };
};

/** The judgement of one rollout on everything stored about it. */
export const judgeStored = async (deps: EvidenceDeps, { rolloutId, startedAt }: Pick<Compared, 'rolloutId' | 'startedAt'>, config: RolloutConfig): Promise<Judgement> =>
  judgeRollout(await readEvidence(deps, { rolloutId, startedAt: Date.parse(startedAt), maximum: 4 * config.maximumExposures }), config);

/** The strategy's name of a release; its hash when the record is gone. */
const nameOf = async ({ records }: RecordsDep, release: string): Promise<string> => {
  const body = releaseSchema.safeParse((await records.get(release))?.body);
  return body.success ? body.data.candidate.strategy.name : release.slice(0, 12);
};

/** The content of a candidate: two releases with the same one answer alike. */
export const candidateContent = ({ id, indexRecord, promptVersion, modelDigest }: { readonly id: string; readonly indexRecord: string; readonly promptVersion?: string | undefined; readonly modelDigest?: string | undefined }): string =>
  hashOf({ id, indexRecord, promptVersion, modelDigest });

/** The candidate content behind a release; undefined when the record is gone. */
export const releaseContent = async ({ records }: RecordsDep, release: string): Promise<string | undefined> => {
  const body = releaseSchema.safeParse((await records.get(release))?.body);
  return body.success ? candidateContent(body.data.candidate) : undefined;
};

/** What the console and `rollout status` show: state, arms, guards and the e-values over time. */
export const viewRollout = async (deps: ViewDeps, config: RolloutConfig): Promise<RolloutView> => {
  const { state } = await readState(deps);
  const compared = comparedIn(state);
  if (compared === undefined) return { state, arms: [], guards: [], history: [] };
  const [judged, control, canary] = await Promise.all([judgeStored(deps, compared, config), nameOf(deps, compared.control), nameOf(deps, compared.canary)]);
  const releases = { control: { release: compared.control, name: control }, canary: { release: compared.canary, name: canary } };
  return { state, arms: judged.arms.map((arm) => ({ ...arm, ...releases[arm.arm] })), guards: [...judged.guards], history: judged.history };
};
