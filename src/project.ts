import { z } from 'zod';
import { assessConfigSchema } from '#plan/assess/contract';
import { charterConfigSchema } from '#plan/charter/contract';
import { governConfigSchema } from '#plan/govern/contract';
import { dataConfigSchema } from '#build/data/contract';
import { guardrailsConfigSchema } from '#build/guardrails/contract';
import { knowledgeConfigSchema } from '#build/knowledge/contract';
import { modelsConfigSchema } from '#build/models/contract';
import { promptsConfigSchema } from '#build/prompts/contract';
import { strategyConfigSchema } from '#build/strategy/contract';
import { toolsConfigSchema } from '#build/tools/contract';
import { evaluateConfigSchema } from '#prove/evaluate/contract';
import { experimentsConfigSchema } from '#prove/experiments/contract';
import { optimiseConfigSchema } from '#prove/optimise/contract';
import { readinessConfigSchema } from '#prove/readiness/contract';
import { trialsConfigSchema } from '#prove/trials/contract';
import { monitorConfigSchema } from '#run/monitor/contract';
import { rolloutConfigSchema } from '#run/rollout/contract';
import { serveConfigSchema } from '#run/serve/contract';
import { learnConfigSchema } from '#improve/learn/contract';
import { operateConfigSchema } from '#improve/operate/contract';

const nothing = z.strictObject({}).prefault({});

/** The project file: one key a stage, each owned by that stage. */
export const projectSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens, at most 63'),
  description: z.string().default(''),
  charter: charterConfigSchema,
  assess: assessConfigSchema.prefault({}),
  govern: governConfigSchema.prefault({}),
  models: modelsConfigSchema.prefault({}),
  guardrails: guardrailsConfigSchema.prefault({}),
  data: dataConfigSchema,
  knowledge: knowledgeConfigSchema.prefault({}),
  tuning: nothing,
  prompts: promptsConfigSchema.prefault({}),
  tools: toolsConfigSchema.prefault({}),
  reasoning: nothing,
  agents: nothing,
  strategy: strategyConfigSchema.prefault({}),
  evaluate: evaluateConfigSchema.prefault({}),
  experiments: experimentsConfigSchema.prefault({}),
  optimise: optimiseConfigSchema.prefault({}),
  trials: trialsConfigSchema.prefault({}),
  readiness: readinessConfigSchema.prefault({}),
  serve: serveConfigSchema.prefault({}),
  rollout: rolloutConfigSchema.prefault({}),
  monitor: monitorConfigSchema.prefault({}),
  learn: learnConfigSchema.prefault({}),
  operate: operateConfigSchema.prefault({}),
});

/** What a project file may hold. */
export type ProjectInput = z.input<typeof projectSchema>;
/** A parsed project: every default filled in. */
export type Project = z.output<typeof projectSchema>;

/** Gives a project file its types; the value is checked when it is loaded. */
export const defineProject = (project: ProjectInput): ProjectInput => project;
