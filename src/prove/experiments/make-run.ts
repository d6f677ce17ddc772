import { canonicalJson, type BlobsDep } from '#kernel';
import type { Candidate, Strategy } from '#build/strategy/contract';
import { renderScorecard } from '#prove/evaluate';
import type { Scorecard } from '#prove/evaluate/contract';
import type { ExperimentRun } from './contract.ts';

/** `retrieval.mode`: `hybrid` and so on, for every leaf of the strategy that is set. */
const flatten = (value: unknown, path: string): readonly (readonly [string, string])[] => {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return [[path, canonicalJson(value)]];
  if (typeof value !== 'object') return [[path, typeof value === 'string' ? value : canonicalJson(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, path === '' ? key : `${path}.${key}`));
};

/** A strategy as MLflow parameters: dotted names and texts. */
export const strategyParams = (strategy: Strategy): Readonly<Record<string, string>> =>
  Object.fromEntries(flatten(strategy, ''));

export interface MakeRunInput {
  readonly candidate: Candidate;
  readonly scorecard: Scorecard;
  /** Hash of the scorecard's record. */
  readonly scorecardHash: string;
  readonly git: ExperimentRun['git'];
  readonly project: string;
  readonly stopped: string | undefined;
}

/** The files of a run; kept as blobs and written out on export. */
export const runArtifacts = ({ candidate, scorecard }: Pick<MakeRunInput, 'candidate' | 'scorecard'>) => [
  { path: 'strategy.json', content: `${JSON.stringify(candidate.strategy, undefined, 2)}\n` },
  { path: 'scorecard.json', content: `${JSON.stringify(scorecard, undefined, 2)}\n` },
  { path: 'scorecard.txt', content: `${renderScorecard(scorecard)}\n` },
];

const tagsOf = ({ candidate, scorecard, git, project, stopped }: MakeRunInput): Record<string, string> => ({
  'throughline.project': project,
  'throughline.candidate': candidate.id,
  'throughline.origin': candidate.origin,
  'throughline.index': candidate.indexRecord,
  'throughline.case-set': scorecard.caseSetVersion,
  'throughline.split': scorecard.split,
  ...(candidate.modelDigest !== undefined && { 'throughline.model': candidate.modelDigest }),
  ...(stopped !== undefined && { 'throughline.stopped': stopped }),
  ...(git && { 'mlflow.source.git.commit': git.commit, 'throughline.git.dirty': String(git.dirty) }),
});

/** One candidate as an experiment run: parameters, metrics with intervals, tags, artifacts and the state of the tree. */
export const makeRun = async ({ blobs }: BlobsDep, input: MakeRunInput): Promise<ExperimentRun> => {
  const { candidate, scorecard, scorecardHash, git, stopped } = input;
  const artifacts = await Promise.all(
    runArtifacts(input).map(async ({ path, content }) => ({ path, hash: await blobs.put(content) })),
  );
  return {
    runName: candidate.strategy.name,
    candidateId: candidate.id,
    candidateName: candidate.strategy.name,
    params: { ...strategyParams(candidate.strategy) },
    metrics: scorecard.metrics,
    tags: tagsOf(input),
    artifacts,
    ...(git && { git }),
    scorecard: scorecardHash,
    cases: scorecard.results.length,
    ...(stopped !== undefined && { stopped }),
  };
};
