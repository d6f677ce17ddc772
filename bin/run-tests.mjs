// Finds test files and runs them with Node's own runner, all files in one process.
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './runtime.mjs';
import { runProgram } from './run-program.mjs';

const folders = ['src', 'tests'];
const browserFolder = 'tests/console/';

const filesUnder = (folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) =>
      relative(root, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    );

const globToExpression = (glob) =>
  new RegExp(
    glob.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replace(/\*\*\/|\*\*|\*/g, (star) => (star === '*' ? '[^/]*' : '.*')),
  );

const groupOf = (path) => {
  if (path.endsWith('.slow.test.ts')) return 'slow';
  return path.startsWith(browserFolder) ? 'browser' : 'unit';
};

/** Test files of a group (`unit`, `browser`, `slow`) whose path holds one of the patterns, all when there is none. */
export const findTests = (group, patterns = []) => {
  const expressions = patterns.map((pattern) => globToExpression(pattern.replace(/^\.\//, '')));
  return folders
    .flatMap(filesUnder)
    .filter((path) => groupOf(path) === group)
    .filter((path) => expressions.length === 0 || expressions.some((expression) => expression.test(path)))
    .sort();
};

const countOf = (output, name) => Number(new RegExp(`^ℹ ${name} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);

/** Counts from the closing lines of the spec reporter. */
export const readCounts = (output) => {
  const plain = stripVTControlCharacters(output);
  return {
    tests: countOf(plain, 'tests'),
    failed: countOf(plain, 'fail') + countOf(plain, 'cancelled'),
    skipped: countOf(plain, 'skipped'),
  };
};

/** Runs test files in one process. A run without a single test has failed. */
export const runTests = async (runtime, files, { options = [], timeoutMs = 120_000, show } = {}) => {
  if (files.length === 0) return { ok: false, tests: 0, failed: 0, skipped: 0, output: 'No test file matches.\n' };
  const fixed = [
    '--test',
    '--test-isolation=none',
    '--test-reporter=spec',
    `--test-timeout=${timeoutMs}`,
    '--disable-warning=ExperimentalWarning',
  ];
  const env = {
    ...process.env,
    NODE_ENV: 'test',
    ...(show !== undefined && process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
  };
  const { code, output } = await runProgram(runtime, [...fixed, ...options, ...files], { show, env });
  const counts = readCounts(output);
  return { ok: code === 0 && counts.tests > 0 && counts.failed === 0, ...counts, output };
};
