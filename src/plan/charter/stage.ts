import { defineStage, ok } from '#kernel';
import { checkKpis } from './check-kpis.ts';
import { charterConfigSchema, type Charter, type CharterConfig } from './contract.ts';

/** Turns the project's charter into the record that every later stage measures against. */
export const charterStage = defineStage<CharterConfig, object>({
  name: 'charter',
  phase: 'plan',
  question: 'What problem do we solve, for whom, and how will we know?',
  reads: [],
  writes: ['charter/charter'],
  config: charterConfigSchema,
  run: async (_deps, { config, projectName }) => {
    const checked = checkKpis(config.kpis);
    if (!checked.ok) return checked;
    const body: Charter = { project: projectName, ...config };
    return ok([{ type: 'charter/charter', body, inputs: [] }]);
  },
});
