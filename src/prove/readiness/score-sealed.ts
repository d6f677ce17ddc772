import {
  recordHash,
  type Fault,
  type LedgerDep,
  type RecordDraft,
  type SealedUsesDep,
  type StageInput,
  type StoredRecord,
} from '#kernel';
import type { Application } from '#build/strategy';
import { openSealed, scoreCandidate, type AnswerCasesDeps } from '#prove/evaluate';
import type { Scorecard, SealedSet } from '#prove/evaluate/contract';
import type { ReadinessConfig } from './contract.ts';
import type { SealedFact } from './facts.ts';

export type ScoreSealedDeps = SealedUsesDep & LedgerDep & AnswerCasesDeps;

export interface ScoreSealedInput {
  readonly stage: StageInput<ReadinessConfig>;
  readonly application: Application;
  readonly sealedSet: StoredRecord<SealedSet> | undefined;
  /** Record that the candidate stands in. */
  readonly candidateRecord: string;
}

/** The sealed score, and the draft of its record. */
export interface SealedScore {
  readonly fact: SealedFact;
  readonly drafts: readonly RecordDraft<Scorecard>[];
}

/** Enough reviewed questions are scored alone; with too few, all are, and the gates say that nobody vouches for them. */
const trusted = (sealed: SealedSet, minimumReviewed: number): SealedSet => {
  const reviewed = sealed.cases.filter((given) => given.reviewed);
  return reviewed.length >= minimumReviewed ? { ...sealed, cases: reviewed } : sealed;
};

const refusal = ({ what, why, remedy }: Fault): SealedScore => ({
  fact: { kind: 'refused', says: `${what} ${why} ${remedy}` },
  drafts: [],
});

const open = (deps: ScoreSealedDeps, { stage, application }: ScoreSealedInput, sealed: SealedSet) =>
  openSealed(deps, {
    sealed,
    candidateId: application.candidate.id,
    decisionId: stage.runId,
    maximumUses: stage.config.maximumSealedUses,
  });

/** Opens the sealed questions for this decision and scores the candidate on them. */
export const scoreSealed = async (deps: ScoreSealedDeps, input: ScoreSealedInput): Promise<SealedScore> => {
  const { stage, application, sealedSet, candidateRecord } = input;
  if (sealedSet === undefined || sealedSet.body.cases.length === 0) return { fact: { kind: 'empty' }, drafts: [] };
  const { config, signal } = stage;
  const sealed = trusted(sealedSet.body, config.minimumReviewed);
  const opened = await open(deps, input, sealed);
  if (!opened.ok) return refusal(opened.error);
  const body = await scoreCandidate(deps, { application, questions: opened.value, stage: 'readiness', signal });
  const draft = { type: 'readiness/scorecard', body, inputs: [sealedSet.hash, candidateRecord] };
  const { use, of } = opened.value;
  const reviewed = sealed.cases.filter((given) => given.reviewed).length;
  return {
    fact: { kind: 'opened', scorecard: { body, hash: recordHash(draft) }, use, of, version: sealed.version, reviewed },
    drafts: [draft],
  };
};
