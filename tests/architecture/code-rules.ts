import { unitOf } from './layers.ts';
import { isTest, type SourceFile } from './repository.ts';

// Assembled, so that this file does not hold what it forbids.
const words = (...parts: readonly string[]): string => parts.join('');

const suppression = new RegExp(
  [
    words('(?:ox|es|ts)', 'lint-(?:disable|enable)'),
    words('@ts-', '(?:ignore|expect-error|nocheck)'),
    words('(?:oxfmt|prettier|biome|knip|c8|v8|istanbul|node:coverage)', '[- ](?:ignore|disable)'),
  ].join('|'),
);

/** Comments that silence a check. */
export const suppressions = (files: readonly SourceFile[]): readonly string[] =>
  files.filter(({ content }) => suppression.test(content)).map(({ path }) => `${path}: silences a check`);

const narrowed = new RegExp(words('\\b(?:test|it|describe|suite)\\.', '(?:only|todo)\\b|\\bmock\\.', 'module\\('));

/** Tests that run alone, stand for nothing or replace modules. */
export const weakTests = (files: readonly SourceFile[]): readonly string[] =>
  files
    .filter(({ path, content }) => isTest(path) && narrowed.test(content))
    .map(({ path }) => `${path}: uses only, todo or a module mock`);

const isPure = (path: string): boolean => ['kernel', 'stage'].includes(unitOf(path)?.kind ?? '') && !isTest(path);

const withoutComments = (content: string): string => content.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');

/** Clock readings that the linter cannot see, in folders that take a clock. */
export const clockReadings = (files: readonly SourceFile[]): readonly string[] =>
  files
    .filter(
      ({ path, content }) => isPure(path) && /\bnew Date\(\s*\)|(?<![\w.])Date\(\s*\)/.test(withoutComments(content)),
    )
    .map(({ path }) => `${path}: reads the clock; take ClockDep`);

/** Classes that are not errors. */
export const classes = (files: readonly SourceFile[]): readonly string[] =>
  files
    .filter(
      ({ path, content }) =>
        path.startsWith('src/') && /^(?:export )?(?:abstract )?class (?!\w+ extends \w*Error\b)/m.test(content),
    )
    .map(({ path }) => `${path}: has a class that is not an Error`);
