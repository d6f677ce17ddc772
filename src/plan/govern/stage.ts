import { defineStage, ok, type Fault, type RecordDraft, type Result } from '#kernel';
import { governConfigSchema, type GovernConfig, type Policy } from './contract.ts';
import { retentionDays } from './retention.ts';

const run = async (
  _deps: object,
  { config }: { readonly config: GovernConfig },
): Promise<Result<readonly RecordDraft[], Fault>> => {
  for (const { retention } of Object.values(config.sources)) {
    const days = retentionDays(retention);
    if (!days.ok) return days;
  }
  const body: Policy = { sources: config.sources };
  return ok([{ type: 'govern/policy', body, inputs: [] }]);
};

/** Turns the policies of the project file into the record that every later use of data is checked against. */
export const governStage = defineStage<GovernConfig, object>({
  name: 'govern',
  phase: 'plan',
  question: 'Who owns each data source, and what may be done with it?',
  reads: [],
  writes: ['govern/policy'],
  config: governConfigSchema,
  run,
});
