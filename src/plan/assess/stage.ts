import { defineStage, ok } from '#kernel';
import type { Charter } from '#plan/charter';
import { assessTask } from './assess-task.ts';
import { assessConfigSchema, type AssessConfig } from './contract.ts';

/** Recommends a strategy from the answers about the task. */
export const assessStage = defineStage<AssessConfig, object>({
  name: 'assess',
  phase: 'plan',
  question: 'What kind of task is it, and which strategy should be tried first?',
  reads: ['charter/charter'],
  writes: ['assess/assessment'],
  config: assessConfigSchema,
  run: async (_deps, { config, read }) => {
    const [charter] = read<Charter>('charter/charter');
    if (charter === undefined) return ok([]);
    const assessed = assessTask(config, charter.body);
    if (!assessed.ok) return assessed;
    return ok([{ type: 'assess/assessment', body: assessed.value, inputs: [charter.hash] }]);
  },
});
