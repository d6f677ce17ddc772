import { defineStage, err, ok, type Fault, type RecordDraft, type Result, type StageInput } from '#kernel';
import type { Assessment } from '#plan/assess/contract';
import type { Policy } from '#plan/govern/contract';
import type { Dataset } from '#build/data/contract';
import { assessTuning } from './assess-tuning.ts';
import { tuningConfigSchema, type TuningConfig } from './contract.ts';
import { tuningFaults } from './errors.ts';

const run = async (
  _deps: object,
  { config, read }: StageInput<TuningConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const [assessment] = read<Assessment>('assess/assessment');
  const [policy] = read<Policy>('govern/policy');
  const [dataset] = read<Dataset>('data/dataset');
  const missing = (type: string) => err(tuningFaults.fault('TUNING_INPUT_MISSING', { type }));
  if (assessment === undefined) return missing('assess/assessment');
  if (policy === undefined) return missing('govern/policy');
  if (dataset === undefined) return missing('data/dataset');
  const body = assessTuning({ answers: assessment.body.answers, policy: policy.body, dataset: dataset.body, config });
  return ok([{ type: 'tuning/assessment', body, inputs: [assessment.hash, policy.hash, dataset.hash] }]);
};

/** Says whether fine-tuning is worth it now, and what is missing. It trains nothing. */
export const tuningStage = defineStage<TuningConfig, object>({
  name: 'tuning',
  phase: 'build',
  question: 'Is fine-tuning worth it now?',
  reads: ['assess/assessment', 'govern/policy', 'data/dataset'],
  writes: ['tuning/assessment'],
  config: tuningConfigSchema,
  run,
});
