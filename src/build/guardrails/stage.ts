import { defineStage, err, ok, type Fault, type RecordDraft, type Result, type StageInput } from '#kernel';
import { guardrailsConfigSchema, type GuardrailsConfig, type GuardrailsPolicy } from './contract.ts';
import { guardrailsFaults } from './errors.ts';

const hostPattern = /^(?:\*\.)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,10}$/i;

const run = async (
  _deps: object,
  { config }: StageInput<GuardrailsConfig>,
): Promise<Result<readonly RecordDraft[], Fault>> => {
  const hosts = [...config.input, ...config.output].flatMap((step) => (step.kind === 'links' ? step.allowedHosts : []));
  const wrong = hosts.find((host) => !hostPattern.test(host));
  if (wrong !== undefined) return err(guardrailsFaults.fault('GUARDRAILS_HOST_INVALID', { host: wrong }));
  const body: GuardrailsPolicy = { input: config.input, output: config.output };
  return ok([{ type: 'guardrails/policy', body, inputs: [] }]);
};

/** Turns the guardrail steps of the project file into the policy that every strategy runs under. */
export const guardrailsStage = defineStage<GuardrailsConfig, object>({
  name: 'guardrails',
  phase: 'build',
  question: 'What may go into an answer, and what may come out?',
  reads: [],
  writes: ['guardrails/policy'],
  config: guardrailsConfigSchema,
  run,
});
