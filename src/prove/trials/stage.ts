import { defineStage, err, ok, type Fault, type RecordDraft, type Result, type StageInput } from '#kernel';
import { developmentCases } from '#prove/evaluate';
import type { CaseSet, Scorecard } from '#prove/evaluate/contract';
import type { Comparison } from '#prove/experiments/contract';
import { trialsConfigSchema, type TrialsConfig } from './contract.ts';
import { trialsFault } from './errors.ts';
import { planTrial } from './plan-trial.ts';

const run = async (
  _deps: object,
  { config, read }: StageInput<TrialsConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const [[comparison], [caseSet]] = [read<Comparison>('experiments/comparison'), read<CaseSet>('evaluate/case-set')];
  if (!comparison || !caseSet) return err(trialsFault('TRIALS_COMPARISON_MISSING'));
  const scorecards = read<Scorecard>('experiments/scorecard');
  const body = planTrial({
    comparison: comparison.body,
    scorecards: scorecards.map((scorecard) => scorecard.body),
    cases: developmentCases(caseSet.body).cases,
    config,
  });
  if (body === undefined) return ok([]);
  const used = scorecards.filter((scorecard) => [body.left.id, body.right.id].includes(scorecard.body.candidateId));
  return ok([{ type: 'trials/plan', body, inputs: [comparison.hash, ...used.map(({ hash }) => hash)] }]);
};

/** Which of the two best candidates do people prefer when they cannot see which is which? */
export const trialsStage = defineStage<TrialsConfig, object>({
  name: 'trials',
  phase: 'prove',
  question: 'Which of the two best candidates do people prefer when they cannot see which is which?',
  reads: ['evaluate/case-set', 'experiments/comparison', 'experiments/scorecard'],
  writes: ['trials/plan'],
  config: trialsConfigSchema,
  run,
});
