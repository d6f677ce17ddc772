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

/** Stages with a letter of their own after `g`. */
export const stageKeys: Readonly<Record<string, string>> = {
  c: 'charter',
  d: 'data',
  v: 'evaluate',
  e: 'experiments',
  r: 'readiness',
  p: 'rollout',
  m: 'monitor',
  u: 'trials',
  n: 'learn',
};
