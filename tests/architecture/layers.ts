import { phases, stageNames, stagePhases, type StageName } from '../../src/kernel/stage-name.ts';

/** The unit that a path or a door belongs to, and its place in the order of imports. */
export interface Unit {
  readonly name: string;
  readonly kind: 'kernel' | 'stage' | 'platform' | 'program' | 'console';
  /** The folder that its relative imports must not leave. */
  readonly folder: string;
}

const stageUnit = (name: StageName): Unit => ({ name, kind: 'stage', folder: `src/${stagePhases[name]}/${name}/` });

const stageAt = (phase: string, name: string): Unit | undefined => {
  const stage = stageNames.find((known) => known === name && stagePhases[known] === phase);
  return stage === undefined ? undefined : stageUnit(stage);
};

const kernel: Unit = { name: 'kernel', kind: 'kernel', folder: 'src/kernel/' };
const program: Unit = { name: 'program', kind: 'program', folder: 'src/' };
const console: Unit = { name: 'console', kind: 'console', folder: 'src/console/' };
const platform = (name: string): Unit => ({
  name: `platform/${name}`,
  kind: 'platform',
  folder: `src/platform/${name}/`,
});

const isPhase = (name: string): boolean => phases.some((phase) => phase === name);

/** The unit that owns a file under `src/`; undefined for folders that belong to nothing. */
export const unitOf = (path: string): Unit | undefined => {
  const [top, first = '', second = '', third] = path.split('/');
  if (top !== 'src') return undefined;
  if (first === 'kernel') return kernel;
  if (first === 'console') return console;
  if (first === 'platform' && third !== undefined) return platform(second);
  if (isPhase(first)) return stageAt(first, second);
  return first === 'program' || second === '' ? program : undefined;
};

/** The unit behind a door such as `#build/models/contract`. */
export const unitBehind = (specifier: string): Unit | undefined => {
  const [first = '', second = ''] = specifier.slice(1).split('/');
  if (first === 'kernel') return kernel;
  if (first === 'platform') return platform(second);
  return isPhase(first) ? stageAt(first, second) : program;
};

/** Place of a stage in the order of imports. */
export const placeOf = (name: string): number => stageNames.findIndex((stage) => stage === name);
