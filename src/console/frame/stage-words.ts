import type { StageState } from '#program/contract';

export const phaseNames = ['plan', 'build', 'prove', 'run', 'improve'] as const;
export type PhaseName = (typeof phaseNames)[number];

/** Stages of each phase, so that the rail has its size before the server has answered. */
export const stageCounts: Readonly<Record<PhaseName, number>> = { plan: 3, build: 10, prove: 5, run: 3, improve: 2 };

/** `data` becomes `Data`. */
export const titled = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

export const stagesOf = (stages: readonly StageState[], phase: PhaseName): readonly StageState[] =>
  stages.filter((stage) => stage.phase === phase);

/** Pages that are not a stage. */
export const areas = [
  { href: '/', name: 'Overview', says: 'The lifecycle and the KPIs', key: 'o' },
  { href: '/chat', name: 'Ask', says: 'Try the application', key: 'a' },
  { href: '/traces', name: 'Traces', says: 'Every answer, and how it came about', key: 't' },
  { href: '/lineage', name: 'Lineage', says: 'Where anything comes from', key: 'i' },
  { href: '/ledger', name: 'Ledger', says: 'Everything that happened, hash-chained', key: 'l' },
] as const;

/** Views of stages that people look for by a name of their own. */
export const namedViews = [
  { href: '/stages/serve', name: 'Gateway, live', says: 'Routes, targets, traffic and caches' },
  { href: '/stages/serve?view=keys', name: 'API keys', says: 'Make, rotate, revoke, limit' },
  { href: '/stages/serve?view=usage', name: 'Budgets and usage', says: 'What is used of each limit, tokens and cost' },
  { href: '/stages/models?view=catalogue', name: 'Model catalogue', says: 'Terms and prices of every known model' },
] as const;

/** Stages with a letter of their own after `g`. */
export const stageKeys: Readonly<Record<string, string>> = {
  c: 'charter',
  d: 'data',
  v: 'evaluate',
  e: 'experiments',
  r: 'readiness',
  s: 'serve',
  p: 'rollout',
  m: 'monitor',
  u: 'trials',
  n: 'learn',
};
