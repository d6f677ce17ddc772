/** The five phases, left to right. */
export const phases = ['plan', 'build', 'prove', 'run', 'improve'] as const;
export type Phase = (typeof phases)[number];

/** Every stage of the lifecycle with its phase, in import order: a stage may import what stands before it. */
export const stagePhases = {
  charter: 'plan',
  assess: 'plan',
  govern: 'plan',
  models: 'build',
  guardrails: 'build',
  data: 'build',
  knowledge: 'build',
  tuning: 'build',
  prompts: 'build',
  tools: 'build',
  reasoning: 'build',
  agents: 'build',
  strategy: 'build',
  evaluate: 'prove',
  experiments: 'prove',
  optimise: 'prove',
  trials: 'prove',
  readiness: 'prove',
  serve: 'run',
  rollout: 'run',
  monitor: 'run',
  learn: 'improve',
  operate: 'improve',
} as const satisfies Readonly<Record<string, Phase>>;

export type StageName = keyof typeof stagePhases;

/** All stage names, in lifecycle order. */
export const stageNames = Object.keys(stagePhases) as readonly StageName[];

/** Whether a text names a stage. */
export const isStageName = (text: string): text is StageName => Object.hasOwn(stagePhases, text);
