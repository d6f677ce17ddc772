import { importsOf, type Import } from './imports.ts';
import { unitOf } from './layers.ts';
import { isTest, type SourceFile } from './repository.ts';

const door =
  /^#(?:kernel(?:\/statistics)?|lifecycle|program\/contract|platform\/[a-z-]+(?:\/testing)?|[a-z]+\/[a-z-]+(?:\/(?:contract|testing))?)$/;

/** Folders outside src that may use fakes and reach into the program's roots. */
const isOutside = (path: string): boolean => /^(?:tests|benchmarks|examples|bin)\//.test(path);

const judgeRelative = ({ from, target = '' }: Import): string | undefined => {
  const unit = unitOf(from);
  if (unit === undefined || target.startsWith(unit.folder)) {
    const crosses = unit?.kind === 'program' && unitOf(target)?.kind !== 'program';
    return crosses ? `${from}: reaches ${target} past its door` : undefined;
  }
  return `${from}: the relative import of ${target} leaves ${unit.folder}`;
};

const judgeDoor = ({ from, specifier }: Import): string | undefined => {
  if (!door.test(specifier)) return `${from}: ${specifier} is not a door`;
  const fake = specifier.endsWith('/testing') && !isTest(from) && !isOutside(from);
  return fake ? `${from}: ${specifier} is for tests only` : undefined;
};

const judge = (found: Import): string | undefined => {
  if (found.target !== undefined) return judgeRelative(found);
  return found.specifier.startsWith('#') ? judgeDoor(found) : undefined;
};

/** Imports that go past a door: relative ones that leave their folder, deep ones, and fakes in the program. */
export const brokenDoors = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(importsOf).flatMap((found) => judge(found) ?? []);

/** Default exports anywhere but in tool configurations and project files. */
export const defaultExports = (files: readonly SourceFile[]): readonly string[] =>
  files
    .filter(
      ({ path, content }) =>
        !path.endsWith('.config.ts') && /^export default\b|^export \{[^}]*\bas default\b/m.test(content),
    )
    .map(({ path }) => `${path}: has a default export`);

/** `export *` hides what a door offers. */
export const starExports = (files: readonly SourceFile[]): readonly string[] =>
  files.filter(({ content }) => /^export (?:type )?\*/m.test(content)).map(({ path }) => `${path}: exports *`);
