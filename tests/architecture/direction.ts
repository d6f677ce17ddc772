import { importsOf, type Import } from './imports.ts';
import { placeOf, unitBehind, unitOf, type Unit } from './layers.ts';
import { isTest, type SourceFile } from './repository.ts';

const isContract = (specifier: string): boolean => specifier.endsWith('/contract');

/** For each kind of unit, what it may import through a door. Tests of a stage may use the real platform. */
const allowed: Readonly<Record<Unit['kind'], (from: Unit, to: Unit, found: Import) => boolean>> = {
  kernel: (_from, to) => to.kind === 'kernel',
  stage: (from, to, found) =>
    to.kind === 'kernel' ||
    (to.kind === 'stage' && placeOf(to.name) <= placeOf(from.name)) ||
    (to.kind === 'platform' && isTest(found.from)),
  platform: (_from, to) => to.kind !== 'program' && to.kind !== 'console',
  program: (_from, to) => to.kind !== 'console',
  console: (_from, to, found) => isContract(found.specifier) && (to.kind === 'stage' || to.kind === 'program'),
};

const judge = (found: Import): string | undefined => {
  const from = unitOf(found.from);
  if (from === undefined || !found.specifier.startsWith('#')) return undefined;
  const to = unitBehind(found.specifier);
  if (to === undefined) return `${found.from}: ${found.specifier} leads to no unit`;
  return allowed[from.kind](from, to, found)
    ? undefined
    : `${found.from}: ${from.name} must not import ${found.specifier}`;
};

/** Imports that point upward, or from a place that may not have them. */
export const wrongDirections = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(importsOf).flatMap((found) => judge(found) ?? []);
