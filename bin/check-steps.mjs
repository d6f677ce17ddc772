// The steps of `npm run check`, cheapest first. Each resolves to whether it is ok and what it printed.
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { consoleFolder, ensureConsole } from './build-console.mjs';
import { firstLoadBytes } from './bundle-size.mjs';
import { packageFolder, root } from './runtime.mjs';
import { runProgram } from './run-program.mjs';
import { findTests, runTests } from './run-tests.mjs';

const bundleBudget = 250_000;
const pureFolders = ['src/kernel', 'src/plan', 'src/build', 'src/prove'];

const tool = (name, file) => join(packageFolder(name) ?? root, file);

const run = async (command, args) => {
  const { code, output } = await runProgram(command, args);
  return { ok: code === 0, output };
};

const checkVersion = async (runtime) => {
  const { code, output } = await runProgram(runtime, ['--version']);
  return {
    ok: code === 0 && Number.parseInt(output.slice(1), 10) >= 24,
    output: `The runtime is ${output}`,
    note: output.trim(),
  };
};

const summary = ({ tests, failed, skipped }) => `${tests} tests, ${failed} failed, ${skipped} skipped`;

const testWith = async (runtime, files, options) => {
  const result = await runTests(runtime, files, options);
  return { ok: result.ok, output: result.output, note: summary(result) };
};

const coverage = [
  '--experimental-test-coverage',
  ...pureFolders.map((folder) => `--test-coverage-include=${folder}/**/*.ts`),
  '--test-coverage-exclude=**/*.test.ts',
  '--test-coverage-lines=90',
];

const checkBundle = async (runtime) => {
  await ensureConsole(runtime);
  const bytes = firstLoadBytes(consoleFolder);
  const note = `first load ${(bytes / 1000).toFixed(0)} kB gzip, budget ${bundleBudget / 1000} kB`;
  return { ok: bytes <= bundleBudget, output: note, note };
};

const checkBrowser = async (runtime) => {
  if (findBrowser() !== undefined) return testWith(runtime, findTests('browser'));
  const note = 'no Chromium; on Debian: apt-get install chromium';
  return { ok: process.env.CI === undefined, output: note, note: `skipped: ${note}` };
};

/** Everything that CI runs on every change. */
export const checkSteps = [
  { name: 'runtime', run: checkVersion, isFatal: true },
  { name: 'format', run: (runtime) => run(runtime, [tool('oxfmt', 'bin/oxfmt'), '--check', '.']) },
  {
    name: 'lint',
    run: (runtime) => run(runtime, [tool('oxlint', 'bin/oxlint'), '--type-aware', '--deny-warnings', '.']),
  },
  { name: 'types', run: (runtime) => run(runtime, [tool('typescript', 'bin/tsc'), '-p', '.']) },
  {
    name: 'types of the console',
    run: (runtime) => run(runtime, [tool('typescript', 'bin/tsc'), '-p', 'src/console']),
  },
  { name: 'dead code', run: (runtime) => run(runtime, [tool('knip', 'bin/knip.js'), '--no-progress']) },
  { name: 'tests', run: (runtime) => testWith(runtime, findTests('unit'), { options: coverage }) },
  { name: 'console build', run: checkBundle },
  { name: 'browser journey', run: checkBrowser },
];

const slowStep = (file) => ({ name: file, run: (runtime) => testWith(runtime, [file], { timeoutMs: 1_800_000 }) });

/** What takes minutes: each slow test file in a process of its own. */
export const slowSteps = () => findTests('slow').map(slowStep);
